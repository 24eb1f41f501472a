import { z } from 'zod';
import { roles } from '../access/roles';
import { singleLine } from '../servers/schema';

/** The one schema of people and their passwords: forms, server actions and REST parse with it. Pure. */

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;

export const password = z
  .string({ error: 'the password is a text' })
  .min(MIN_PASSWORD_LENGTH, `the password has at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH, `the password has at most ${MAX_PASSWORD_LENGTH} characters`);

export const email = z
  .string({ error: 'the email is a text' })
  .trim()
  .toLowerCase()
  .max(254, 'the email is longer than 254 characters')
  .pipe(z.email('this is not an email address, such as ana@corp.example'));

export const personName = singleLine('Name', 100)
  .transform((value) => value.normalize('NFC').trim())
  .refine((value) => value !== '', 'Name is empty');

const role = z.enum(roles, { error: `the role is one of ${roles.join(', ')}` });

/** Not checked for length or form: what does not match is wrong, and says no more than that. */
export const signInSchema = z.object({
  email: z.string({ error: 'the email is a text' }).trim().max(1000),
  password: z.string({ error: 'the password is a text' }).max(1000),
});

export const setUpSchema = z.object({
  code: z.string({ error: 'the code is a text' }).trim().min(1, 'the set-up code is empty').max(100),
  name: personName,
  email,
  password,
});

export const newUserSchema = z.object({ name: personName, email, role });

export const userChangesSchema = z.object({ name: personName, role, is_disabled: z.boolean() }).partial();

export const passwordChangeSchema = z.object({
  current_password: z.string({ error: 'the current password is a text' }).max(1000),
  new_password: password,
});
