import { meantKey, shownKey } from '../servers/unknown-fields';
import { parseSslVerify, SslVerifyError, storeSslVerify } from '../trust/ssl-verify';
import { ConfigFileError } from './config-error';
import { parseYaml } from './parse-yaml';
import { type ConfigServer, readServerEntry } from './server-entry';
import { replaceVariables } from './variables';

export interface ConfigFile {
  servers: ConfigServer[];
  /** `litellm_settings.ssl_verify` in column form. */
  globalSslVerify: string | null;
  warnings: string[];
}

/** Reads the text of a YAML file, whole or not at all. Throws ConfigFileError with every problem found. */
export function readConfig(text: string): ConfigFile {
  const problems: string[] = [];
  const warnings: string[] = [];
  const found = {
    problem: (sentence: string) => problems.push(sentence),
    warning: (sentence: string) => warnings.push(sentence),
  };
  const root = parseYaml(text);
  if (root === null || root === undefined) throw new ConfigFileError(['the file is empty']);
  if (!isMap(root)) throw new ConfigFileError(['the file holds no map with mcp_servers:']);
  nearMisses(root, ['mcp_servers', 'litellm_settings'], '', problems);
  if (!('mcp_servers' in root)) warnings.push('the file has no mcp_servers:');
  // Half a file ends like this too, and would take every server away.
  else if (root.mcp_servers === null)
    problems.push('mcp_servers: has nothing below it; write mcp_servers: {} if that is meant');

  // Only what is read here: the variables of a gateway's other settings need not be set where Vouch runs.
  const entries = mapAt(replaceVariables(root.mcp_servers ?? {}, 'mcp_servers', found), 'mcp_servers', problems);
  const settings = mapAt(root.litellm_settings ?? {}, 'litellm_settings', problems);
  nearMisses(settings, ['ssl_verify', 'mcp_aliases'], 'litellm_settings.', problems);
  const read = (key: string) => replaceVariables(settings[key], `litellm_settings.${key}`, found);
  const globalSslVerify = readGlobal(read('ssl_verify'), problems);
  const aliases = readAliases(
    mapAt(read('mcp_aliases') ?? {}, 'litellm_settings.mcp_aliases', problems),
    entries,
    found,
  );

  const servers = Object.entries(entries).map(([name, entry]) => {
    const map = mapAt(entry, `mcp_servers.${shownKey(name)}`, problems);
    return readServerEntry({ name, settings: map, alias: aliases.get(name) ?? null }, found);
  });
  const good = servers.filter((server) => server !== null);
  problems.push(...repeated(good));
  if (problems.length > 0) throw new ConfigFileError(problems);
  return { servers: good, globalSslVerify, warnings };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapAt(value: unknown, path: string, problems: string[]): Record<string, unknown> {
  if (isMap(value)) return value;
  problems.push(`${path} is a map of names and settings`);
  return {};
}

/** Other keys there belong to the gateway; a slip in one of these would take the servers or their trust away. */
function nearMisses(map: Record<string, unknown>, known: string[], prefix: string, problems: string[]): void {
  for (const key of Object.keys(map)) {
    const meant = known.includes(key) ? null : meantKey(key, known);
    if (meant) problems.push(`\`${prefix}${shownKey(key)}\`: did you mean \`${prefix}${meant}\`?`);
  }
}

function readGlobal(value: unknown, problems: string[]): string | null {
  try {
    return storeSslVerify(parseSslVerify(value));
  } catch (error) {
    if (!(error instanceof SslVerifyError)) throw error;
    problems.push(`litellm_settings.ssl_verify ${error.message}`);
    return null;
  }
}

/** From alias-to-name, as written, to name-to-alias; the first alias of a name counts. */
function readAliases(
  written: Record<string, unknown>,
  entries: Record<string, unknown>,
  { problem, warning }: { problem: (sentence: string) => void; warning: (sentence: string) => void },
): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const [alias, name] of Object.entries(written)) {
    const at = `litellm_settings.mcp_aliases.${shownKey(alias)}`;
    if (typeof name !== 'string') problem(`${at}: an alias stands for the name of a server`);
    else if (!Object.hasOwn(entries, name)) warning(`${at}: there is no server "${shownKey(name)}" in mcp_servers`);
    else if (!aliases.has(name)) aliases.set(name, alias);
  }
  return aliases;
}

function repeated(servers: ConfigServer[]): string[] {
  const names = new Set<string>();
  const ids = new Set<string>();
  return servers.flatMap(({ id, server: { server_name: name } }) => {
    const problems = [
      ...(names.has(name) ? [`mcp_servers has two servers named "${name}"`] : []),
      ...(ids.has(id) ? [`mcp_servers.${name}: its server_id is that of another server of the file`] : []),
    ];
    names.add(name);
    ids.add(id);
    return problems;
  });
}
