import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Credentials, Vouch } from '../lab/vouch-process';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | object;
}

/** One request as it is written here, and nothing that a browser or a client would add. */
export function ask(vouch: Vouch, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const { hostname, port } = new URL(vouch.url);
  const payload = typeof body === 'object' ? JSON.stringify(body) : body;
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, headers: { ...type, ...headers } };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject).end(payload);
  });
}

export const byKey = (vouch: Vouch) => ({ authorization: `Bearer ${vouch.key}` });

export interface Person extends Credentials {
  id: string;
  cookie: string;
}

/** A person of this role, signed in, with a password of their own. */
export async function somebody(vouch: Vouch, role: string): Promise<Person> {
  const email = `${role}-${randomBytes(4).toString('hex')}@corp.example`;
  const body = { name: role, email, role };
  const made = await ask(vouch, '/api/v1/users', { method: 'POST', headers: byKey(vouch), body });
  const { user_id: id, temporary_password } = JSON.parse(made.text);
  const cookieOf = async (password: string) => {
    const { name, value } = await vouch.signIn({ email, password });
    return `${name}=${value}`;
  };
  const password = randomBytes(12).toString('hex');
  await ask(vouch, '/api/v1/password', {
    method: 'PUT',
    headers: { cookie: await cookieOf(temporary_password) },
    body: { current_password: temporary_password, new_password: password },
  });
  return { id, email, password, cookie: await cookieOf(password) };
}

export const newServer = () => ({
  server_name: `s${randomBytes(5).toString('hex')}`,
  url: 'https://mcp.corp.example/mcp',
});
