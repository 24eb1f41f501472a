import { currentClient } from '../db/transact';
import { setEgressRules } from '../mcp/egress-rules';
import { storedRules } from './stored-rules';

/** Puts the stored egress rules in force, before anything is dialled. Throws when they cannot be read: then nothing may start. */
export async function loadEgressRules(): Promise<void> {
  setEgressRules((await storedRules(currentClient())).rules);
}
