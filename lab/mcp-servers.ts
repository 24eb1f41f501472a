import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { currentEraHandler } from './current-era';
import { listen } from './listen';

export interface McpUpstream {
  port: number;
  path: '/mcp' | '/sse';
  /** Plain HTTP. */
  url: string;
  close(): Promise<void>;
}

const startTimeoutMs = 30_000;

/** The reference server of the legacy era, in its own process: sessions, and a GET event stream. */
export async function startEverything(transport: 'streamableHttp' | 'sse'): Promise<McpUpstream> {
  const entry = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
  const child = fork(entry, [transport], {
    execArgv: ['--import', new URL('./loopback-only.mjs', import.meta.url).href],
    env: { NODE_ENV: 'production', PORT: '0' },
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    return upstream(await announcedPort(child), transport === 'sse' ? '/sse' : '/mcp', () => stop(child));
  } catch (error) {
    await stop(child);
    throw error;
  }
}

export async function startCurrentEra(): Promise<McpUpstream> {
  const mcp = currentEraHandler();
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] === '/mcp') void mcp.handle(request, response);
    else response.writeHead(404).end();
  });
  server.keepAliveTimeout = 0;
  const { port, close } = await listen(server);
  return upstream(port, '/mcp', async () => {
    await mcp.close();
    await close();
  });
}

function upstream(port: number, path: McpUpstream['path'], close: () => Promise<void>): McpUpstream {
  return { port, path, url: `http://127.0.0.1:${port}${path}`, close };
}

function announcedPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The everything server did not listen within ${startTimeoutMs} ms`)),
      startTimeoutMs,
    );
    child.once('message', (message: { port: number }) => {
      clearTimeout(timer);
      resolve(message.port);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The everything server ended with code ${code} before it listened`));
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    // It has no state worth a graceful end, and open event streams would hold one up.
    child.kill('SIGKILL');
  });
}
