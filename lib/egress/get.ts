import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { currentClient } from '../db/transact';
import type { EgressRecord } from './dto';
import { egressRecord } from './egress-record';
import { storedRules } from './stored-rules';

/** The egress rules: where Vouch may connect to. */
export const getEgress = verb(
  { name: 'egress.get', role: 'viewer' },
  async (_: { actor: Actor }): Promise<EgressRecord> => egressRecord(await storedRules(currentClient())),
);
