import { clientNames } from '@/lib/diagnosis/client-labels';
import type { ClientVerdict, Diagnosis, Finding } from '@/lib/diagnosis/report';
import { shortName } from '../distinguished-name';

export const verdictLooks = {
  accept: { shape: 'ok', word: 'Accepts' },
  reject: { shape: 'failed', word: 'Refuses' },
  unknown: { shape: 'waiting', word: 'Unknown' },
} as const;

const noIssuer = ['missing_intermediate', 'unknown_ca', 'signature_mismatch', 'key_identifier_mismatch'] as const;

/** What stands behind an X509_V_ERR_* number, where it is no rule of a certificate's form. */
const causes: Record<number, readonly Finding['code'][]> = {
  2: noIssuer,
  7: ['signature_mismatch'],
  9: ['certificate_not_yet_valid'],
  10: ['certificate_expired'],
  18: ['self_signed_certificate'],
  19: ['unknown_ca', 'self_signed_certificate'],
  20: noIssuer,
  21: noIssuer,
  24: ['issuer_not_a_ca'],
  25: ['path_length_exceeded'],
  26: ['wrong_key_usage'],
  30: ['key_identifier_mismatch'],
  34: ['unknown_critical_extension'],
  47: ['name_constraint_violation'],
  62: ['hostname_mismatch'],
  64: ['hostname_mismatch'],
  66: ['weak_key'],
  67: ['weak_key'],
  68: ['weak_signature'],
  79: ['issuer_not_a_ca'],
};

/** The place of the finding that explains a refusal in the report's findings; null where none does. */
export function explainedBy({ client, verdict, code }: ClientVerdict, findings: Finding[]): number | null {
  if (verdict !== 'reject') return null;
  const named = findings.flatMap((finding, index) => (finding.clients.includes(client) ? [{ finding, index }] : []));
  const exact = named.find(({ finding }) => code !== null && isAbout(finding, code));
  const worst = named.find(({ finding }) => finding.severity === 'error') ?? named[0];
  return (exact ?? worst)?.index ?? null;
}

function isAbout({ code, rule }: Finding, opensslCode: number): boolean {
  return rule ? rule.openssl_code === opensslCode : (causes[opensslCode]?.includes(code) ?? false);
}

/** Why, in OpenSSL's words, and about which certificate. */
export function reasonWords({ verdict, reason, code, depth }: ClientVerdict, { tls, judge }: Diagnosis): string {
  if (verdict === 'accept') return '';
  if (verdict === 'unknown') return reason ?? judge?.note ?? 'not judged';
  const node = depth === null ? undefined : tls?.path[depth];
  const about = node && depth !== null && depth > 0 ? `, about ${shortName(node.subject)}` : '';
  return `${reason ?? 'no reason given'}${code === null ? '' : ` (${code})`}${about}`;
}

/** "3 of 5 clients accept it." */
export function countWords(clients: ClientVerdict[]): string {
  if (clients.every(({ verdict }) => verdict === 'unknown')) return 'Not known whether other clients accept it.';
  const accepting = clients.filter(({ verdict }) => verdict === 'accept').length;
  if (accepting === clients.length) return `All ${clients.length} clients accept it.`;
  return accepting === 0 ? 'No client accepts it.' : `${accepting} of ${clients.length} clients accept it.`;
}

/** "Python 3.13+ refuses: a certificate does not say which key signed it"; null where nobody is known to refuse. */
export function refusalWords({ clients, findings }: Pick<Diagnosis, 'clients' | 'findings'>): string | null {
  const refusing = clients.filter(({ verdict }) => verdict === 'reject');
  const [first] = refusing;
  if (!first) return null;
  const index = explainedBy(first, findings);
  const title = index === null ? first.reason : findings[index]?.title;
  const isAll = refusing.length === clients.length;
  const names = isAll ? 'Every client' : clientNames(refusing.map(({ client }) => client));
  const who = `${names} ${isAll || refusing.length === 1 ? 'refuses' : 'refuse'}`;
  return title ? `${who}: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : who;
}
