import path from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);
const keyHex = z.string().regex(/^[0-9a-fA-F]{64}$/, 'is 64 hexadecimal digits (32 bytes)');
// `new URL` alone forgives too much: "https:vouch" and "https://user@vouch/a/.." have an origin, too.
const ORIGIN = /^https?:\/\/[^/?#@\\\s]+\/?$/i;
const ISSUER = /^https?:\/\/[^/?#@\\\s]+(?:\/[^?#\\\s]*)?$/i;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

const origin = z
  .string()
  .trim()
  .refine(
    (value) => isUrlLike(value, ORIGIN),
    'is an http or https URL without path, user or query, such as https://vouch.corp.example',
  )
  .transform((value) => new URL(value).origin);

const issuer = z
  .string()
  .trim()
  .refine(
    (value) => isUrlLike(value, ISSUER),
    'is an http or https URL without user, query or fragment (OpenID Connect Discovery 1.0 section 3)',
  );

const emailDomains = z
  .string()
  .transform((value) =>
    value
      .toLowerCase()
      .split(',')
      .map((one) => one.trim()),
  )
  .refine((domains) => domains.every((one) => DOMAIN.test(one)), 'lists email domains, such as corp.example,corp.test');

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
  VOUCH_SECRET_KEY: keyHex.optional(),
  VOUCH_SECRET_KEY_NEXT: keyHex.optional(),
  VOUCH_URL: origin.optional(),
  VOUCH_ADMIN_EMAIL: z.string().trim().toLowerCase().pipe(z.email('is an email address')).optional(),
  VOUCH_ADMIN_PASSWORD: z
    .string()
    // What comes from a mounted file often ends with a line break, which nobody can type.
    .transform((value) => value.replace(/[\r\n]+$/, ''))
    .pipe(z.string().min(12, 'has 12 to 128 characters').max(128, 'has 12 to 128 characters'))
    .optional(),
  VOUCH_OIDC_ISSUER: issuer.optional(),
  VOUCH_OIDC_CLIENT_ID: z.string().trim().optional(),
  VOUCH_OIDC_CLIENT_SECRET: z.string().trim().optional(),
  VOUCH_OIDC_NAME: z.string().trim().max(60, 'has at most 60 characters').optional(),
  VOUCH_OIDC_DOMAINS: emailDomains.optional(),
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

type Variable = keyof z.infer<typeof schema>;

/** What makes no sense, or less than was meant, without another variable. */
const needs: [Variable, Variable][] = [
  ['VOUCH_ADMIN_EMAIL', 'VOUCH_ADMIN_PASSWORD'],
  ['VOUCH_ADMIN_PASSWORD', 'VOUCH_ADMIN_EMAIL'],
  ['VOUCH_OIDC_ISSUER', 'VOUCH_OIDC_CLIENT_ID'],
  ['VOUCH_OIDC_ISSUER', 'VOUCH_URL'],
  ['VOUCH_OIDC_CLIENT_ID', 'VOUCH_OIDC_ISSUER'],
  ['VOUCH_OIDC_CLIENT_SECRET', 'VOUCH_OIDC_ISSUER'],
  ['VOUCH_OIDC_NAME', 'VOUCH_OIDC_ISSUER'],
  ['VOUCH_OIDC_DOMAINS', 'VOUCH_OIDC_ISSUER'],
];

/** Single sign-on by OpenID Connect. */
export interface OidcEnv {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  /** What the button of the sign-in page says. */
  name: string;
  /** Lower case. Whose people come in without having been added. */
  domains: string[];
}

export interface Env {
  port: number;
  host: string;
  databaseUrl: string;
  /** Absolute path of the data folder. */
  dataDir: string;
  configPath: string | null;
  masterKey: string | null;
  secretKeyHex: string | null;
  /** The key that takes the place of the present one. */
  nextSecretKeyHex: string | null;
  /** The origin under which people reach Vouch; it decides whether cookies are for https only. */
  publicUrl: string | null;
  /** The first administrator, made when there is no user. */
  adminEmail: string | null;
  adminPassword: string | null;
  oidc: OidcEnv | null;
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
  for (const [name, needed] of needs) {
    if (value[name] !== undefined && value[needed] === undefined) throw new Error(`${name}: needs ${needed} as well`);
  }
  const dataDir = path.resolve(/* turbopackIgnore: true */ value.VOUCH_DATA_DIR);
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL ?? `file:${path.join(dataDir, 'vouch.db')}`,
    dataDir,
    configPath: value.VOUCH_CONFIG ? path.resolve(/* turbopackIgnore: true */ value.VOUCH_CONFIG) : null,
    masterKey: value.VOUCH_MASTER_KEY ?? null,
    secretKeyHex: value.VOUCH_SECRET_KEY ?? null,
    nextSecretKeyHex: value.VOUCH_SECRET_KEY_NEXT ?? null,
    publicUrl: value.VOUCH_URL ?? null,
    adminEmail: value.VOUCH_ADMIN_EMAIL ?? null,
    adminPassword: value.VOUCH_ADMIN_PASSWORD ?? null,
    oidc: oidcOf(value),
    sslVerify: value.SSL_VERIFY ?? null,
    sslCertFile: value.SSL_CERT_FILE ?? null,
  };
}

function oidcOf(value: z.infer<typeof schema>): OidcEnv | null {
  const { VOUCH_OIDC_ISSUER: issuer, VOUCH_OIDC_CLIENT_ID: clientId } = value;
  if (issuer === undefined || clientId === undefined) return null;
  return {
    issuer,
    clientId,
    clientSecret: value.VOUCH_OIDC_CLIENT_SECRET ?? null,
    name: value.VOUCH_OIDC_NAME ?? 'Single sign-on',
    domains: value.VOUCH_OIDC_DOMAINS ?? [],
  };
}

function isUrlLike(text: string, pattern: RegExp): boolean {
  return pattern.test(text) && URL.canParse(text);
}

/** A variable named by `os.environ/NAME` in the YAML file; undefined when unset. */
export function readNamedVariable(name: string, source: NodeJS.ProcessEnv = process.env): string | undefined {
  return source[name];
}

/** What a command that Vouch starts gets to know: where commands are, and to speak English. */
export function commandEnvironment(source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return { PATH: source.PATH ?? '', LC_ALL: 'C' };
}
