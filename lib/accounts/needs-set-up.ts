import { currentClient } from '../db/transact';

/** Whether nobody can sign in yet. */
export async function needsSetUp(): Promise<boolean> {
  return (await currentClient().user.count()) === 0;
}
