import { systemActor } from '../access/actor';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { readEnv } from '../env';
import { addPerson, hashPassword } from './credential-account';
import { needsSetUp } from './needs-set-up';
import { auditedUser } from './user-record';

/** Makes the first admin that VOUCH_ADMIN_EMAIL and VOUCH_ADMIN_PASSWORD name, when there is no user at all. */
export async function provideFirstAdmin(): Promise<void> {
  const { adminEmail: email, adminPassword } = readEnv();
  if (email === null || adminPassword === null || !(await needsSetUp())) return;
  const passwordHash = await hashPassword(adminPassword);
  await transact(async (transaction) => {
    if (!(await needsSetUp())) return;
    const person = {
      name: email.split('@')[0] ?? email,
      email,
      role: 'admin',
      mustChangePassword: false,
      passwordHash,
    };
    const user = await addPerson(transaction, person);
    await appendAudit(transaction, {
      actor: systemActor,
      action: 'accounts.set_up',
      subject: { type: 'user', id: user.id, name: user.email },
      detail: 'from VOUCH_ADMIN_EMAIL',
      after: auditedUser(user),
    });
  });
}
