import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { commandEnvironment } from '../env';
import { createLimiter } from '../limiter';
import { processState } from '../process-state';

export interface OpensslRun {
  /** Whether the command ended with status 0. */
  isOk: boolean;
  /** Whether it was ended from here, by time, size or the signal: its output is then not all of it. */
  isStopped: boolean;
  stdout: string;
  stderr: string;
}

interface Options {
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Written to its standard input, which is closed then. */
  input?: string | Uint8Array;
}

const MAX_OUTPUT_BYTES = 1024 * 1024;

/** Each is one process of a few milliseconds; more at once than this only wait for each other. */
const MAX_RUNNING = Math.max(4, 2 * availableParallelism());

const limiter = processState('openssl-runs', () => createLimiter(MAX_RUNNING));

/**
 * Runs the `openssl` command without a shell: 5 s at most, 1 MiB of output at most, and without the settings that a
 * person's environment has for it. Null when there is no such command.
 */
export function runOpenssl(args: string[], options: Options = {}): Promise<OpensslRun | null> {
  return limiter.run(() => run(args, options));
}

function run(args: string[], { timeoutMs = 5000, signal, input }: Options): Promise<OpensslRun | null> {
  return new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      maxBuffer: MAX_OUTPUT_BYTES,
      killSignal: 'SIGKILL',
      signal,
      encoding: 'utf8',
      // No OPENSSL_CONF, SSL_CERT_FILE and their like: they would change what is trusted.
      env: commandEnvironment() as NodeJS.ProcessEnv,
    } as const;
    try {
      const child = execFile('openssl', args, options, (error, stdout, stderr) => {
        if (error && 'syscall' in error) return resolve(null);
        resolve({ isOk: error === null, isStopped: error !== null && typeof error.code !== 'number', stdout, stderr });
      });
      child.stdin?.on('error', () => undefined).end(input);
    } catch {
      // An argument with a NUL, for example.
      resolve(null);
    }
  });
}

const known = processState('openssl-version', () => ({ text: null as string | null, askedAt: 0 }));

/** How long "there is none" is believed: it may be installed while Vouch runs. */
const ASK_AGAIN_MS = 60_000;

/** "OpenSSL 3.0.19 27 Jan 2026", or null where there is no `openssl` command. */
export async function opensslVersion(): Promise<string | null> {
  if (known.text !== null || Date.now() - known.askedAt < ASK_AGAIN_MS) return known.text;
  const answer = await runOpenssl(['version']);
  // "… (Library: …)" repeats itself.
  known.text = answer?.isOk ? answer.stdout.replace(/\s*\(.*$/s, '').trim() : null;
  known.askedAt = Date.now();
  return known.text;
}
