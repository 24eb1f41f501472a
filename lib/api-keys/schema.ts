import { z } from 'zod';
import { roles } from '../access/roles';
import { singleLine } from '../servers/schema';

/** The one schema of an API key: form, server action and REST parse with it. Pure: the browser loads it too. */

export const MAX_KEY_YEARS = 10;
const MAX_TIME_CHARACTERS = 40;

const name = singleLine('Name', 100)
  .transform((value) => value.normalize('NFC').trim())
  .refine((value) => !/\p{Cf}/u.test(value), 'Name has a character in it that cannot be seen')
  .refine((value) => value !== '', 'Name is empty');

const notATime = 'Expires is a date and time with its offset, such as 2027-01-31T00:00:00Z';

const expiresAt = z.iso
  .datetime({ offset: true, error: notATime })
  .max(MAX_TIME_CHARACTERS, notATime)
  .transform((value) => new Date(value))
  .refine((time) => time.getTime() > Date.now(), 'Expires has passed already')
  .refine((time) => time <= yearsFromNow(MAX_KEY_YEARS), `Expires is more than ${MAX_KEY_YEARS} years from now`);

export const newKeySchema = z.object({
  name,
  role: z.enum(roles, { error: `Role is one of ${roles.join(', ')}` }),
  /** Absent or null: never. */
  expires_at: expiresAt.nullish(),
});

export const keyFields: readonly string[] = Object.keys(newKeySchema.shape);

function yearsFromNow(years: number): Date {
  const time = new Date();
  time.setUTCFullYear(time.getUTCFullYear() + years);
  return time;
}
