import path from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^file:/, 'names a SQLite file and starts with "file:"')
    .optional(),
  VOUCH_DATA_DIR: z.string().min(1).default('./data'),
  VOUCH_CONFIG: z.string().min(1).optional(),
  VOUCH_MASTER_KEY: z.string().trim().min(8, 'has at least 8 characters').optional(),
  VOUCH_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'is 64 hexadecimal digits (32 bytes)')
    .optional(),
  SSL_VERIFY: z.string().optional(),
  SSL_CERT_FILE: z.string().optional(),
  NODE_TLS_REJECT_UNAUTHORIZED: z
    .string()
    .refine(
      (value) => value !== '0',
      '0 turns certificate checks off behind everyone’s back: unset it, and choose Disabled for the one server that needs it',
    )
    .optional(),
});

export interface Env {
  port: number;
  host: string;
  databaseUrl: string;
  /** Absolute path of the data folder. */
  dataDir: string;
  configPath: string | null;
  masterKey: string | null;
  secretKeyHex: string | null;
  sslVerify: string | null;
  sslCertFile: string | null;
}

/**
 * The only reader of `process.env`. An empty variable counts as unset.
 * Throws an Error that names the variable and the reason.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const value = parsed.data;
  const dataDir = path.resolve(/* turbopackIgnore: true */ value.VOUCH_DATA_DIR);
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL ?? `file:${path.join(dataDir, 'vouch.db')}`,
    dataDir,
    configPath: value.VOUCH_CONFIG ? path.resolve(/* turbopackIgnore: true */ value.VOUCH_CONFIG) : null,
    masterKey: value.VOUCH_MASTER_KEY ?? null,
    secretKeyHex: value.VOUCH_SECRET_KEY ?? null,
    sslVerify: value.SSL_VERIFY ?? null,
    sslCertFile: value.SSL_CERT_FILE ?? null,
  };
}

/** A variable named by `os.environ/NAME` in the YAML file; undefined when unset. */
export function readNamedVariable(name: string, source: NodeJS.ProcessEnv = process.env): string | undefined {
  return source[name];
}

/** What a command that Vouch starts gets to know: where commands are, and to speak English. */
export function commandEnvironment(source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return { PATH: source.PATH ?? '', LC_ALL: 'C' };
}
