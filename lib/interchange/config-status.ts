import { processState } from '../process-state';

export interface ConfigStatus {
  /** The file that VOUCH_CONFIG names, absolute; null without one. */
  path: string | null;
  /** When the servers in force were read, ISO 8601; null when no file has been read since the start. */
  loadedAt: string | null;
  /** Why the file as it is now is not in force; the last good one stays. Null when it is. */
  error: string | null;
  /** What the file in force has that nothing reads. */
  warnings: string[];
  /** How many servers of a file are in force. */
  servers: number;
}

const state = processState<{ status: ConfigStatus }>('config-status', () => ({
  status: { path: null, loadedAt: null, error: null, warnings: [], servers: 0 },
}));

/** What became of the YAML file. */
export function getConfigStatus(): ConfigStatus {
  return state.status;
}

export function setConfigStatus(status: ConfigStatus): void {
  state.status = status;
}
