import { db } from '../db/client';
import { readEnv } from '../env';
import { log } from '../log';
import { processState } from '../process-state';
import { setGlobalSslVerify } from '../trust/global-setting';
import { ConfigFileError } from './config-error';
import { type ConfigStatus, getConfigStatus, setConfigStatus } from './config-status';
import { readConfigText } from './config-text';
import { mirrorServers } from './mirror';
import { readConfig } from './read-config';

const queue = processState<{ last: Promise<unknown> }>('config-load', () => ({ last: Promise.resolve() }));

/**
 * Puts the file that VOUCH_CONFIG names in force, whole, and answers what became of it. Never throws: on any problem the
 * last good set stays. Without the variable the servers of an earlier file are removed.
 */
export function loadConfigFile(): Promise<ConfigStatus> {
  const run = queue.last.then(load);
  queue.last = run;
  return run;
}

async function load(): Promise<ConfigStatus> {
  const path = readEnv().configPath;
  const before = getConfigStatus();
  try {
    const config = path ? readConfig(await readConfigText(path)) : { servers: [], globalSslVerify: null, warnings: [] };
    await mirrorServers(config.servers);
    setGlobalSslVerify(config.globalSslVerify);
    const { servers, warnings } = config;
    const loadedAt = path && new Date().toISOString();
    setConfigStatus({ path, loadedAt, error: null, warnings, servers: servers.length });
    if (path) log.info('YAML file in force', { path, servers: servers.length, warnings });
  } catch (error) {
    const isExpected = error instanceof ConfigFileError;
    const message = isExpected ? error.message : 'the servers of the file could not be stored; the log has the reason';
    const servers = await db()
      .mcpServer.count({ where: { isConfig: true } })
      .catch(() => before.servers);
    setConfigStatus({ ...before, path, error: message, servers });
    if (!isExpected) log.error('YAML file could not be stored', { path, error });
    else if (before.error !== message) log.error('YAML file not in force', { path, problem: message });
  }
  return getConfigStatus();
}
