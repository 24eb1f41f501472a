import { z } from 'zod';
import type { ServerRecord } from '@/lib/servers/dto';
import { draftSchema, newServerSchema } from '@/lib/servers/schema';
import { parseSslVerify } from '@/lib/trust/ssl-verify';
import { dayOf, latestDay } from './exception-format';
import { fieldOf, inLabelWords } from './form-fields';
import { draftOf, inputOf } from './form-input';
import { type ServerFormValues, savedDay } from './form-values';

export interface FormIssue {
  field: string;
  message: string;
}

/** The shared schema, asked about the form's fields: its issues come back under the form's names. */
export function formSchema(saved: ServerRecord | null) {
  return z.custom<ServerFormValues>().superRefine((values, context) => {
    const shared = issuesOf(newServerSchema, values, inputOf(values, saved));
    for (const { field, message } of [...exceptionIssues(values, saved), ...shared]) {
      context.addIssue({ code: 'custom', path: field.split('.'), message });
    }
  });
}

/** What stands in the way of a connection test. */
export function draftIssues(values: ServerFormValues, saved: ServerRecord | null): FormIssue[] {
  return issuesOf(draftSchema, values, draftOf(values, saved));
}

function issuesOf(schema: z.ZodType, values: ServerFormValues, input: object): FormIssue[] {
  const own = ownIssues(values);
  const parsed = schema.safeParse(input);
  const shared = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    field: fieldOf(path, values) ?? 'root',
    message: inLabelWords(message),
  }));
  return [...own, ...shared.filter(({ field }) => !own.some((issue) => issue.field === field))];
}

/** What only the form can get wrong, or what the wire would say in words that are not on the screen. */
function ownIssues(values: ServerFormValues): FormIssue[] {
  const issues: FormIssue[] = [];
  if (values.url.trim() === '') issues.push({ field: 'url', message: 'URL is empty' });
  if (values.tls === 'custom_ca' && values.caBundleId === '') {
    issues.push({ field: 'caBundleId', message: 'Choose a bundle of the library, or take a path' });
  }
  if (values.tls === 'custom_ca' && values.caBundleId === null && !isPath(values.ca_path)) {
    issues.push({
      field: 'ca_path',
      message: 'CA bundle path names a PEM file, for example /etc/ssl/certs/corp-ca.pem',
    });
  }
  const seconds = Number(values.timeout_s);
  if (!(seconds >= 0.1 && seconds <= 120)) {
    issues.push({ field: 'timeout_s', message: 'Timeout is between 0.1 and 120 seconds' });
  }
  const names = values.headers.map(({ name }) => name.trim().toLowerCase());
  for (const [index, { value, isStored }] of values.headers.entries()) {
    const name = names[index] ?? '';
    if (name === '' && (value !== '' || isStored)) {
      issues.push({ field: `headers.${index}.name`, message: 'This value has no header name' });
    } else if (name !== '' && names.indexOf(name) !== index) {
      issues.push({ field: `headers.${index}.name`, message: 'This header is already in the list' });
    }
  }
  return issues;
}

/** What an exception takes that is made or changed here; one that was made elsewhere may stay as it is. */
function exceptionIssues(values: ServerFormValues, saved: ServerRecord | null): FormIssue[] {
  const { tls, ssl_verify_reason: reason, ssl_verify_until: until } = values;
  if (tls !== 'disabled') return [];
  const before = saved?.ssl_verify === false ? saved : null;
  if (before && reason.trim() === (before.ssl_verify_reason ?? '') && until === savedDay(before)) return [];
  const issues: FormIssue[] = [];
  if (reason.trim() === '') {
    issues.push({ field: 'ssl_verify_reason', message: 'Reason is empty: say why this server is not verified' });
  }
  const now = Date.now();
  if (until === '') issues.push({ field: 'ssl_verify_until', message: 'Until is empty: say when this ends' });
  else if (until < dayOf(now)) issues.push({ field: 'ssl_verify_until', message: 'Until is in the past' });
  else if (until > latestDay(now)) {
    issues.push({ field: 'ssl_verify_until', message: 'Until is more than a year away' });
  }
  return issues;
}

function isPath(text: string): boolean {
  try {
    const value = parseSslVerify(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return true;
  }
}
