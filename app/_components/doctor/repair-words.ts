import type { Role } from '@/lib/access/roles';
import { clientLabels, clientNames } from '@/lib/diagnosis/client-labels';
import type { Repair } from '@/lib/diagnosis/report';

const everybody = Object.keys(clientLabels).length;

/** "proven: all 5 clients accept", "rehearsed: Node and curl accept". */
export function proofWords({ proven, rehearsed, accepted_by }: Repair): string {
  const how = proven ? 'proven' : rehearsed ? 'rehearsed' : 'not tried';
  if (accepted_by.length === 0) return how;
  const who = accepted_by.length === everybody ? `all ${everybody} clients` : clientNames(accepted_by);
  return `${how}: ${who} ${accepted_by.length === 1 ? 'accepts' : 'accept'}`;
}

/** Whether Vouch can carry it out; the rest is for the server's owner. */
export function isApplicable({ ca_bundle_id, url, bundle_pem }: Repair): boolean {
  return [ca_bundle_id, url, bundle_pem].some((value) => value !== null);
}

/** Who may carry it out: a bundle that is made or changed is an admin's business. */
export function roleFor({ ca_bundle_id, url }: Repair): Role {
  return ca_bundle_id === null && url === null ? 'admin' : 'operator';
}

/** A fingerprint in groups of four bytes, as they are read aloud. */
export function fingerprintGroups(sha256: string): string[] {
  const bytes = sha256.replaceAll(/[^0-9a-f]/gi, '').toUpperCase();
  return (bytes.match(/.{1,8}/g) ?? []).map((group) => (group.match(/.{1,2}/g) ?? []).join(':'));
}
