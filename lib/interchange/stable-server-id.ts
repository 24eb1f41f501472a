import { createHash } from 'node:crypto';

interface Identity {
  name: string;
  url: unknown;
  transport: unknown;
  auth_type: unknown;
  alias: unknown;
}

/** The id of a server of the YAML file, as LiteLLM makes it: the same settings keep the same id. */
export function stableServerId({ name, url, transport, auth_type, alias }: Identity): string {
  const parts = [name, url ?? '', transport ?? 'http', auth_type ?? '', alias ?? ''];
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 32);
}
