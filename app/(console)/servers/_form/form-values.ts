import type { ServerRecord } from '@/lib/servers/dto';
import { type AuthType, DEFAULT_TIMEOUT_MS, SECRET_SET, type Transport } from '@/lib/servers/schema';
import { dayOf } from './exception-format';

export interface HeaderValue {
  name: string;
  value: string;
  /** A stored secret that nobody has replaced: its value is not here. */
  isStored: boolean;
}

/** The form's own shape; wire names where a field is the same. */
export interface ServerFormValues {
  server_name: string;
  url: string;
  description: string;
  transport: Transport;
  auth_type: AuthType;
  /** What becomes of the stored secret; a new server has none, so `replace`. */
  secret: 'keep' | 'replace' | 'remove';
  auth_value: string;
  headers: HeaderValue[];
  tls: 'default' | 'custom_ca' | 'disabled';
  /** `ssl_verify: true`, which only REST and YAML can say; shown as Default. */
  always_verify: boolean;
  /** A bundle of the library; '' for one that is still to be chosen, null for a path. */
  caBundleId: string | null;
  ca_path: string;
  include_public_roots: boolean;
  ssl_verify_reason: string;
  /** The last day without verification, in UTC; '' for no end. */
  ssl_verify_until: string;
  timeout_s: string;
}

export const newServerValues: ServerFormValues = {
  server_name: '',
  url: '',
  description: '',
  transport: 'http',
  auth_type: 'none',
  secret: 'replace',
  auth_value: '',
  headers: [],
  tls: 'default',
  always_verify: false,
  caBundleId: null,
  ca_path: '',
  include_public_roots: false,
  ssl_verify_reason: '',
  ssl_verify_until: '',
  timeout_s: String(DEFAULT_TIMEOUT_MS / 1000),
};

/** The day on which the saved exception ends; '' for no end. */
export function savedDay({ ssl_verify_until: until }: Pick<ServerRecord, 'ssl_verify_until'>): string {
  return until === null ? '' : dayOf(until);
}

export function valuesOf(record: ServerRecord): ServerFormValues {
  const { ssl_verify, ca_bundle_id } = record;
  // The path of a managed bundle is Vouch's own.
  const isPath = typeof ssl_verify === 'string' && ca_bundle_id === null;
  return {
    server_name: record.server_name,
    url: record.url,
    description: record.description ?? '',
    transport: record.transport,
    auth_type: record.auth_type,
    secret: record.credentials ? 'keep' : 'replace',
    auth_value: '',
    headers: Object.entries(record.static_headers).map(([name, value]) =>
      value === SECRET_SET ? { name, value: '', isStored: true } : { name, value, isStored: false },
    ),
    tls: ca_bundle_id !== null || isPath ? 'custom_ca' : ssl_verify === false ? 'disabled' : 'default',
    always_verify: ssl_verify === true,
    caBundleId: ca_bundle_id,
    ca_path: isPath ? ssl_verify : '',
    include_public_roots: record.include_public_roots,
    ssl_verify_reason: record.ssl_verify_reason ?? '',
    ssl_verify_until: savedDay(record),
    timeout_s: String(record.timeout_ms / 1000),
  };
}
