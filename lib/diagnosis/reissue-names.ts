import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { contentOf, type DerElement, readElements } from '../x509/der';
import type { FindingCode } from './codes';
import { encode } from './reissue-der';
import { type RawTbs, readName } from './reissue-tbs';

/** A name of a subjectAltName (RFC 5280 section 4.2.1.6). */
export interface AltName {
  kind: 'dns' | 'ip' | 'email' | 'uri' | 'other';
  /** Readable; empty for the kind `other`. */
  text: string;
  /** The GeneralName. */
  der: Buffer;
}

/**
 * The names of the leaf: those it has; the host as well where the certificate does not stand for it; and where it has
 * none at all, its common name, if that is one of a host. `host` may be empty.
 */
export function correctAltNames(
  tbs: RawTbs,
  { codes, host }: { codes: ReadonlySet<FindingCode>; host: string },
): { names: AltName[]; isCritical: boolean } {
  const extension = tbs.extensions.find(({ oid }) => oid === '2.5.29.17');
  const before = extension ? readAltNames(extension.value) : [];
  const hosts = [
    ...(before.length === 0 ? [commonName(tbs.subject)].filter(isHostName) : []),
    ...(host && (before.length === 0 || codes.has('hostname_mismatch')) ? [host] : []),
  ];
  const wanted = [...before, ...hosts.map(altName)];
  const names = wanted.filter(({ der }, at) => wanted.findIndex((one) => one.der.equals(der)) === at);
  return { names, isCritical: extension?.isCritical ?? false };
}

/** A host name or an address as a GeneralName; a trailing dot is no part of it. */
function altName(host: string): AltName {
  if (isIP(host)) {
    const address = ipaddr.parse(host);
    return { kind: 'ip', text: address.toString(), der: encode(0x87, Buffer.from(address.toByteArray())) };
  }
  const text = host.replace(/\.$/, '').toLowerCase();
  return { kind: 'dns', text, der: encode(0x82, Buffer.from(text)) };
}

const kinds: Record<number, AltName['kind']> = { 129: 'email', 130: 'dns', 134: 'uri', 135: 'ip' };

function readAltNames(value: Buffer): AltName[] {
  let elements: DerElement[];
  try {
    elements = readElements(contentOf(value, 0x30));
  } catch {
    return [];
  }
  return elements.map(({ tag, content, whole }) => {
    const kind = kinds[tag] ?? 'other';
    if (kind === 'other') return { kind, text: '', der: whole };
    if (kind !== 'ip') return { kind, text: content.toString('latin1'), der: whole };
    const isAddress = content.length === 4 || content.length === 16;
    const text = isAddress ? ipaddr.fromByteArray([...content]).toString() : '';
    return { kind: isAddress ? 'ip' : 'other', text, der: whole };
  });
}

function commonName(subject: Buffer): string {
  const found = readName(subject).findLast(({ type }) => type === '2.5.4.3');
  return found ? found.value.content.toString('latin1') : '';
}

function isHostName(name: string): boolean {
  return isIP(name) !== 0 || /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?$/i.test(name);
}
