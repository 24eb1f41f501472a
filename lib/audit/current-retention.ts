import { readSetting } from '../settings/setting';
import { type Retention, retentionSchema } from './retention-schema';

/** The key of the setting. */
export const RETENTION_SETTING = 'audit';

/** What is in force: for ever, unless an admin said otherwise. */
export async function currentRetention(): Promise<Retention> {
  return (await readSetting(RETENTION_SETTING, retentionSchema)) ?? { keep_days: null };
}
