import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedSecrets, type HttpAnswers, startHttpAnswers } from './http-answers';
import { connectClient } from './test-client';

let answers: HttpAnswers;
beforeAll(async () => {
  answers = await startHttpAnswers();
});
afterAll(() => answers.close());

const connect = (path: string, headers?: Record<string, string>) =>
  connectClient({ url: `${answers.url}${path}` }, undefined, headers);
const failure = (path: string, headers?: Record<string, string>) =>
  connect(path, headers).then(
    () => null,
    (error: Error) => error.message,
  );

describe('a plain answer', () => {
  it.each([
    ['/401', 401, 'application/json'],
    ['/403', 403, 'application/json'],
    ['/404', 404, 'text/plain'],
    ['/500', 500, 'text/plain'],
    ['/html', 200, 'text/html'],
    ['/json', 200, 'application/json'],
    ['/client-cert-400', 400, 'text/html'],
    ['/nothing', 404, 'text/plain'],
  ])('%s is %i %s', async (path, status, type) => {
    const response = await fetch(`${answers.url}${path}`, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    await response.text();
  });

  it('names its challenge and its missing client certificate', async () => {
    expect((await fetch(`${answers.url}/401`)).headers.get('www-authenticate')).toContain('Bearer');
    expect(await (await fetch(`${answers.url}/client-cert-400`)).text()).toContain(
      'No required SSL certificate was sent',
    );
  });

  it.each([
    ['/redirect-same', () => '/mcp'],
    ['/redirect-other', () => `http://localhost:${answers.port}/mcp`],
    ['/redirect-metadata', () => 'http://169.254.169.254/'],
    ['/redirect-loop', () => '/redirect-loop'],
  ])('%s is a 307', async (path, location) => {
    const response = await fetch(`${answers.url}${path}`, { method: 'POST', body: '{}', redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([307, location()]);
  });

  it('redirects to the origin it was given', async () => {
    const elsewhere = await startHttpAnswers({ otherOrigin: 'https://other.example' });
    const response = await fetch(`${elsewhere.url}/redirect-other`, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('https://other.example/mcp');
    await elsewhere.close();
  });
});

describe('an MCP answer', () => {
  it.each(['/mcp', '/redirect-same'])('%s works', async (path) => {
    const { client, close } = await connect(path);
    expect((await client.listTools()).tools).toHaveLength(3);
    await close();
  });

  it('/mcp-error connects and fails at the list of tools', async () => {
    const { client, close } = await connect('/mcp-error');
    await expect(client.listTools()).rejects.toThrow('The tool registry is down');
    await close();
  });

  it('/mcp-init-error and /mcp-old do not connect', async () => {
    expect(await failure('/mcp-init-error')).toContain('The lab refuses everything');
    expect(await failure('/mcp-old')).toContain('1999-01-01');
  });
});

describe('a guarded path', () => {
  const basic = Buffer.from(acceptedSecrets.basic).toString('base64');
  const cases: [string, Record<string, string>][] = [
    ['/auth/bearer', { authorization: `Bearer ${acceptedSecrets.bearer}` }],
    ['/auth/api-key', { 'x-api-key': acceptedSecrets.apiKey }],
    ['/auth/basic', { authorization: `Basic ${basic}` }],
    ['/auth/raw', { authorization: acceptedSecrets.raw }],
    ['/auth/header', { 'x-tenant': acceptedSecrets.tenant }],
  ];

  it.each(cases)('%s works with the right value only', async (path, headers) => {
    const { client, close } = await connect(path, headers);
    expect((await client.listTools()).tools).toHaveLength(3);
    expect(answers.lastHeaders).toMatchObject(headers);
    await close();

    const [name = ''] = Object.keys(headers);
    expect(await failure(path)).not.toBeNull();
    expect(await failure(path, { [name]: 'Bearer wrong' })).not.toBeNull();
  });

  it('counts what it was asked', async () => {
    const before = answers.hits('/404');
    await fetch(`${answers.url}/404?page=2`);
    expect(answers.hits('/404')).toBe(before + 1);
  });
});
