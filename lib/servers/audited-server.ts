import { isDeepStrictEqual } from 'node:util';
import { changesOf } from '../audit/changes';
import type { ServerRecord } from './dto';
import { storedRecord } from './record-of';
import type { ServerRow } from './row';

/** A server as the audit log keeps it: what people set, and no result of a check. */
export function auditedServer(record: ServerRecord): object {
  const {
    status: _status,
    last_health_check: _last,
    health_check_error: _error,
    health_check_code: _code,
    certificate_expires_at: _expires,
    ...set
  } = record;
  return set;
}

/** What differs between two states of a server as stored, for the audit log; a secret that changed is "changed". */
export function serverChanges(before: ServerRow, after: ServerRow) {
  const [was, is] = [storedRecord(before), storedRecord(after)];
  const hidden = [
    ['credentials', before.credentials === after.credentials],
    ['static_headers', before.staticHeaders === after.staticHeaders],
    ['url', before.url === after.url],
  ] as const;
  const secrets = hidden
    .filter(([field, isSame]) => !isSame && isDeepStrictEqual(was[field], is[field]))
    .map(([field]) => field);
  return changesOf(auditedServer(was), auditedServer(is), secrets);
}
