import { clientNames } from '@/lib/diagnosis/client-labels';
import { explains } from '@/lib/diagnosis/openssl-codes';
import type { ClientVerdict, Diagnosis, Finding } from '@/lib/diagnosis/report';
import { shortName } from '../distinguished-name';

export const verdictLooks = {
  accept: { shape: 'ok', word: 'Accepts' },
  reject: { shape: 'failed', word: 'Refuses' },
  unknown: { shape: 'waiting', word: 'Unknown' },
} as const;

/** The place of the finding that explains a refusal in the report's findings; null where none does. */
export function explainedBy({ client, verdict, code }: ClientVerdict, findings: Finding[]): number | null {
  if (verdict !== 'reject') return null;
  const named = findings.flatMap((finding, index) => (finding.clients.includes(client) ? [{ finding, index }] : []));
  const exact = named.find(({ finding }) => code !== null && isAbout(finding, code));
  const worst = named.find(({ finding }) => finding.severity === 'error') ?? named[0];
  return (exact ?? worst)?.index ?? null;
}

function isAbout({ code, rule }: Finding, opensslCode: number): boolean {
  return rule ? rule.openssl_code === opensslCode : (explains[opensslCode]?.includes(code) ?? false);
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
