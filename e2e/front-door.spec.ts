import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { type Issued, issueCertificate } from '../lab/certificates';
import { startVouch, type Vouch } from '../lab/vouch-process';

const MASTER_KEY = 'master-key-of-the-front-door';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  ca?: string;
}

function ask(url: string, { method = 'GET', headers = {}, body, ca }: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, ca, agent: false };
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, options, async (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) });
    });
    request.on('error', reject).end(body);
  });
}

/** The address that the audit log has for a sign-in that was refused, sent with forged headers. */
async function recordedAddress(vouch: Vouch): Promise<string> {
  const forged = {
    'x-forwarded-for': '198.51.100.1, 203.0.113.9',
    'x-real-ip': '198.51.100.2',
    forwarded: 'for=198.51.100.3',
  };
  const refused = await ask(`${vouch.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...forged },
    body: JSON.stringify({ email: 'nobody@corp.example', password: 'not the password' }),
  });
  expect(refused.status).toBe(401);
  const audit = await ask(`${vouch.url}/api/v1/audit?outcome=refused`, {
    headers: { authorization: `Bearer ${MASTER_KEY}` },
  });
  expect(audit.status).toBe(200);
  return JSON.parse(audit.body).entries[0].address;
}

test('the audit log has the address of the client, and a proxy is believed only when it is named', async () => {
  const direct = await startVouch({ VOUCH_MASTER_KEY: MASTER_KEY });
  try {
    expect(await recordedAddress(direct)).toBe('127.0.0.1');
    expect((await ask(direct.url, { method: 'TRACE' })).status).toBe(405);
    expect((await ask(direct.url, { headers: { host: 'a/b' } })).status).toBe(400);
  } finally {
    await direct.close();
  }
  const behind = await startVouch({ VOUCH_MASTER_KEY: MASTER_KEY, VOUCH_TRUSTED_PROXIES: '127.0.0.1' });
  try {
    expect(await recordedAddress(behind)).toBe('203.0.113.9');
    const secure = await ask(`${behind.url}/api/health`, { headers: { 'x-forwarded-proto': 'https' } });
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
  } finally {
    await behind.close();
  }
});

test('HTTPS is served directly, and a renewed certificate is used without a restart', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vouch-tls-'));
  const files = { VOUCH_TLS_CERT: path.join(folder, 'tls.crt'), VOUCH_TLS_KEY: path.join(folder, 'tls.key') };
  const write = async ({ pem, keyPem }: Issued) => {
    await writeFile(files.VOUCH_TLS_CERT, pem);
    await writeFile(files.VOUCH_TLS_KEY, keyPem);
  };
  const [old, renewed] = [
    await issueCertificate({ subject: 'CN=old' }),
    await issueCertificate({ subject: 'CN=renewed' }),
  ];
  await write(old);
  const vouch = await startVouch(files);
  try {
    const url = vouch.url.replace('http:', 'https:');
    expect(vouch.output()).toContain(`Vouch is ready at ${url}\n`);
    const answer = await ask(`${url}/api/health`, { ca: old.pem });
    expect(answer).toMatchObject({ status: 200, headers: { 'strict-transport-security': 'max-age=31536000' } });
    await expect(ask(`${vouch.url}/api/health`)).rejects.toThrow();
    await write(renewed);
    await expect(async () => {
      expect((await ask(`${url}/api/health`, { ca: renewed.pem })).status).toBe(200);
    }).toPass({ timeout: 20_000 });
  } finally {
    await vouch.close();
    await rm(folder, { recursive: true });
  }
});

test('signals end Vouch with their exit code, and neither an idle nor an unfinished request holds it', async () => {
  // Its port is free when it has ended, and its data folder is ready.
  const first = await startVouch();
  await first.stop();
  const { port, hostname } = new URL(first.url);
  const env = { ...process.env, PORT: port, HOST: hostname, VOUCH_DATA_DIR: first.dataDir };
  try {
    for (const [signal, code, request] of [
      ['SIGTERM', 143, 'GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n'],
      ['SIGINT', 130, 'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{'],
    ] as const) {
      const child = spawn(process.execPath, ['scripts/start.mjs', '--prebuilt'], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
        if (String(chunk).includes('Vouch is ready')) break;
      }
      child.stdout.resume();
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {}).write(request);
      await (request.startsWith('GET') ? once(socket, 'data') : once(socket, 'connect'));
      child.kill(signal);
      expect(await ended).toEqual([code, null]);
      socket.destroy();
    }
  } finally {
    await first.close();
  }
});
