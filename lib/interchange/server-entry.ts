import { AppError } from '../errors';
import { mergeSecrets } from '../servers/merge-secrets';
import { parseInput } from '../servers/parse-input';
import { type NewServer, newServerSchema } from '../servers/schema';
import type { Secrets } from '../servers/stored-secrets';
import { noTrust, trustColumns } from '../servers/trust-columns';
import { serverFields } from '../servers/unknown-fields';
import { hasPassed } from '../trust/exception';
import { stableServerId } from './stable-server-id';
import { unknownKeys } from './unknown-keys';

export interface ConfigServer {
  id: string;
  server: NewServer;
  secrets: Secrets & { url: string };
}

interface Entry {
  name: string;
  settings: Record<string, unknown>;
  /** From `litellm_settings.mcp_aliases`; the entry's own `alias` comes first. */
  alias: string | null;
}

interface Found {
  problem: (sentence: string) => void;
  warning: (sentence: string) => void;
}

const yamlFields = [...serverFields, 'authentication_token', 'auth_value', 'access_groups'];

/** One entry of `mcp_servers:` as a server; null when it has problems. */
export function readServerEntry({ name, settings, alias }: Entry, found: Found): ConfigServer | null {
  const at = `mcp_servers.${name.slice(0, 60)}`;
  unknownKeys(settings, yamlFields, at, found);
  const { authentication_token, auth_value, access_groups, credentials, ...fields } = settings;
  const given = {
    transport: 'http',
    ...fields,
    server_name: name,
    alias: fields.alias ?? alias,
    credentials: oneOf(at, 'authentication_token, auth_value and credentials', found, [
      asCredentials(authentication_token),
      asCredentials(auth_value),
      credentials,
    ]),
    mcp_access_groups: oneOf(at, 'access_groups and mcp_access_groups', found, [
      access_groups,
      fields.mcp_access_groups,
    ]),
  };
  try {
    const server = withoutPastException(parseInput(newServerSchema, given), at, found);
    trustColumns(server, noTrust);
    const id = server.server_id ?? stableServerId({ ...given, name, url: fields.url, auth_type: fields.auth_type });
    return { id, server, secrets: mergeSecrets(server, null) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    for (const { path, message } of error.issues) {
      const value = path.reduce<unknown>(
        (node, key) => (node as Record<string, unknown> | null | undefined)?.[key],
        given,
      );
      const hint = typeof value === 'number' || typeof value === 'boolean' ? ' (in YAML, write a text in quotes)' : '';
      found.problem(`${[at, ...path].join('.')}: ${message}${message.endsWith('is a text') ? hint : ''}`);
    }
    return null;
  }
}

/** A file goes on saying what it said when its exception has ended: then the server is verified, as by Default. */
function withoutPastException(server: NewServer, at: string, { warning }: Found): NewServer {
  const { ssl_verify, ssl_verify_until: until } = server;
  if (ssl_verify !== 'false' || !hasPassed(until ?? null, new Date())) return server;
  warning(`${at}.ssl_verify_until is past (${until?.toISOString()}): ssl_verify: false has no effect any more`);
  return { ...server, ssl_verify: null, ssl_verify_reason: null, ssl_verify_until: null };
}

function asCredentials(value: unknown): unknown {
  return value === undefined || value === null ? undefined : { auth_value: value };
}

function oneOf(at: string, names: string, { problem }: Found, values: unknown[]): unknown {
  const given = values.filter((value) => value !== undefined && value !== null);
  const [first] = given;
  if (given.some((value) => JSON.stringify(value) !== JSON.stringify(first)))
    problem(`${at}: ${names} say different things`);
  return first;
}
