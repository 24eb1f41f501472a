import type { Finding } from '@/lib/diagnosis/report';

/** A defect in the two or three words that fit on the certificate that has it. */
const words: Partial<Record<Finding['code'], string>> = {
  unknown_ca: 'not trusted',
  missing_intermediate: 'not sent',
  self_signed_certificate: 'not trusted',
  certificate_expired: 'expired',
  certificate_not_yet_valid: 'not valid yet',
  hostname_mismatch: 'for another host',
  wrong_key_usage: 'not for servers',
  issuer_not_a_ca: 'not a CA',
  signature_mismatch: 'another key',
  key_identifier_mismatch: 'key ids differ',
  path_length_exceeded: 'chain too long',
  name_constraint_violation: 'name not allowed',
  unknown_critical_extension: 'unknown critical extension',
  weak_key: 'weak key',
  weak_signature: 'weak signature',
  missing_authority_key_identifier: 'no AKI',
  missing_subject_key_identifier: 'no SKI',
  basic_constraints_missing: 'no basicConstraints',
  basic_constraints_not_critical: 'basicConstraints not critical',
  ca_key_usage_missing: 'no keyUsage',
  key_cert_sign_on_leaf: 'keyCertSign on a leaf',
  path_length_on_leaf: 'pathLen on a leaf',
  path_length_without_key_cert_sign: 'pathLen without keyCertSign',
  empty_subject: 'empty subject',
  empty_issuer: 'empty issuer',
  empty_subject_alternative_name: 'empty SAN',
  subject_alternative_name_not_critical: 'SAN not critical',
  signature_algorithm_mismatch: 'two algorithms',
  key_identifier_critical: 'critical key id',
  extensions_need_version_3: 'not version 3',
  chain_out_of_order: 'out of order',
  root_sent: 'need not be sent',
  expires_soon: 'expires soon',
  no_subject_alternative_name: 'no SAN',
  cross_signed: 'cross-signed',
  client_certificate_required: 'wants a client certificate',
};

export function markWords({ code, title }: Pick<Finding, 'code' | 'title'>): string {
  return words[code] ?? title;
}
