import { SealError, seal, unseal } from '../db/seal';
import { AppError } from '../errors';

/** The secrets of a server in plain form. Only for connecting and for sealing; never part of an answer. */
export interface Secrets {
  authValue: string | null;
  headers: Record<string, string>;
}

interface SealedColumns {
  credentials: string | null;
  staticHeaders: string | null;
}

/** Opens a row's sealed columns. Throws AppError when they were sealed with another key or for another row. */
export function openSecrets(row: SealedColumns & { id: string }): Secrets {
  try {
    const credentials =
      row.credentials === null ? null : unseal(row.credentials, { rowId: row.id, field: 'credentials' });
    const headers =
      row.staticHeaders === null ? '{}' : unseal(row.staticHeaders, { rowId: row.id, field: 'static_headers' });
    return { authValue: credentials, headers: JSON.parse(headers) as Record<string, string> };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    const message =
      'the stored credentials and headers cannot be opened with the present key: enter both again, or bring the key back';
    throw new AppError('bad_input', message, {
      cause: error,
      issues: [{ path: ['credentials'], message, type: 'custom' }],
    });
  }
}

/** The sealed columns for a row's secrets. */
export function sealSecrets(rowId: string, secrets: Secrets): SealedColumns {
  const hasHeaders = Object.keys(secrets.headers).length > 0;
  return {
    credentials: secrets.authValue === null ? null : seal(secrets.authValue, { rowId, field: 'credentials' }),
    staticHeaders: hasHeaders ? seal(JSON.stringify(secrets.headers), { rowId, field: 'static_headers' }) : null,
  };
}

export function sameSecrets(a: Secrets, b: Secrets): boolean {
  const names = Object.keys(a.headers);
  return (
    a.authValue === b.authValue &&
    names.length === Object.keys(b.headers).length &&
    names.every((name) => Object.hasOwn(b.headers, name) && a.headers[name] === b.headers[name])
  );
}
