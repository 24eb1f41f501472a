import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { admin, operator, viewer } from '../access/actors.fixture';
import { db } from '../db/client';
import { getRetention } from './get-retention';
import { emptyLog } from './stored-log.fixture';
import { updateRetention } from './update-retention';

beforeEach(emptyLog);
afterAll(() => db().$disconnect());

const entries = () => db().auditEntry.findMany({ orderBy: { seq: 'asc' } });

describe('the retention', () => {
  it('is for ever until an admin sets it', async () => {
    expect(await getRetention({ actor: viewer })).toEqual({ keep_days: null });
    for (const keep_days of [30, 3650, null]) {
      expect(await updateRetention({ actor: admin, input: { keep_days } })).toEqual({ keep_days });
      expect(await getRetention({ actor: viewer })).toEqual({ keep_days });
    }
  });

  it('is written down with who set it, from what to what', async () => {
    await updateRetention({ actor: admin, input: { keep_days: 90 } });
    await updateRetention({ actor: admin, input: { keep_days: null } });
    expect(await entries()).toMatchObject([
      { action: 'audit.retention.update', before: { keep_days: null }, after: { keep_days: 90 } },
      { actorName: admin.name, subjectId: 'audit', before: { keep_days: 90 }, after: { keep_days: null } },
    ]);
  });

  it.each([
    [{ keep_days: 29 }],
    [{ keep_days: 3651 }],
    [{ keep_days: 90.5 }],
    [{ keep_days: '90' }],
    [{ keep_days: Number.NaN }],
    [{}],
  ])('of %j is refused with the field and what is possible', async (input) => {
    await expect(updateRetention({ actor: admin, input })).rejects.toMatchObject({
      code: 'bad_input',
      message: 'keep_days: a whole number of days from 30 to 3650, or null to keep entries for ever',
    });
    expect(await entries()).toEqual([]);
    expect(await getRetention({ actor: viewer })).toEqual({ keep_days: null });
  });

  it('is refused with a field that it has not', async () => {
    await expect(updateRetention({ actor: admin, input: { keep_days: 90, days: 1 } })).rejects.toMatchObject({
      message: 'the retention has keep_days and nothing else',
    });
    await expect(updateRetention({ actor: admin, input: [90] })).rejects.toMatchObject({ code: 'bad_input' });
  });

  it.each([viewer, operator])('is not for $role to set, and the attempt is written down', async (actor) => {
    const attempt = updateRetention({ actor, input: { keep_days: 30 } });
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
    expect(await getRetention({ actor })).toEqual({ keep_days: null });
    expect(await entries()).toMatchObject([
      { action: 'audit.retention.update', outcome: 'refused', actorName: actor.name },
    ]);
  });
});
