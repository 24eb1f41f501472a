import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { canonicalAddress, covers, isOneSlip, isWildcard, resembles } from './name-near-miss-match';

/** A host and the names of a certificate that is not for it, all folded. */
export interface Mismatch {
  host: string;
  /** DNS names; the common names where there are none. */
  names: string[];
  addresses: string[];
  commonNames: string[];
  /** Whether the subjectAltName has a DNS name or an address. */
  hasAltNames: boolean;
}

/** A sentence without its full stop; null when it does not apply. */
type Rule = (mismatch: Mismatch) => string | null;

/** For a host that is an address; the most telling comes first. */
export const addressRules: readonly Rule[] = [
  ({ host, names, hasAltNames }) =>
    hasAltNames && names.some((name) => canonicalAddress(name) === host)
      ? `${host} stands in the certificate as a DNS name, and clients look for an address among the IP entries only (IP:${host})`
      : null,
  ({ host, commonNames }) =>
    commonNames.some((name) => canonicalAddress(name) === host)
      ? `${host} stands in the common name only, and clients look for an address among the IP entries of the subjectAltName (IP:${host})`
      : null,
  ({ host, names }) => {
    const wildcard = names.find((name) => resembles(name, host));
    return wildcard ? `${wildcard} does not stand for ${host}: no wildcard covers a part of an address` : null;
  },
  ({ host, names, addresses }) =>
    addresses.length === 0 && names.length > 0
      ? `The URL has the address ${host}, and the certificate is for names only, such as ${names.find((name) => !name.includes('*')) ?? names[0]}`
      : null,
];

/** For a host that is a name. */
export const nameRules: readonly Rule[] = [
  ({ host, names }) => {
    const unicode = names.find((name) => domainToASCII(name) === host && name !== host);
    return unicode ? `The certificate has the name as ${unicode}, and clients compare its ASCII form, ${host}` : null;
  },
  ({ host, commonNames, hasAltNames }) =>
    hasAltNames && commonNames.some((name) => name === host || covers(name, host))
      ? `${host} stands in the common name only, which does not count beside the names of a subjectAltName`
      : null,
  ({ host, commonNames, hasAltNames }) =>
    !hasAltNames && commonNames.length > 1 && commonNames.includes(host)
      ? `${host} is one of several common names, of which some clients read the last one only`
      : null,
  ({ host, names }) => {
    const partial = names.find((name) => /^([^.*]+\*[^.*]*|\*[^.*]+)\./.test(name) && resembles(name, host));
    return partial ? `The wildcard of ${partial} is a part of a label, and most clients want it to be the whole` : null;
  },
  ({ host, names }) => {
    const wide = names.find((name) => /^\*(\.[^.*]*)?$/.test(name) && host.endsWith(name.slice(1)));
    return wide ? `${wide} is too wide: a wildcard needs two labels behind it, as in *.corp.example` : null;
  },
  ({ host, names }) => {
    const deep = names.find((name) => isWildcard(name) && host.endsWith(name.slice(1)) && !covers(name, host));
    if (!deep) return null;
    const covered = host.split('.').slice(-deep.split('.').length).join('.');
    return `${deep} covers one label only: ${covered}, but not ${host}`;
  },
  ({ host, names }) =>
    names.includes(`*.${host}`) ? `*.${host} covers the names below ${host}, but not ${host} itself` : null,
  ({ host, names }) => {
    const wildcard = /[^a-z0-9.-]/.test(host) && names.find((name) => covers(name, host));
    return wildcard
      ? `${wildcard} does not cover ${host} everywhere: with a wildcard OpenSSL allows letters, digits and hyphens only`
      : null;
  },
  ({ host, names }) => {
    const misplaced = names.find((name) => !isWildcard(name) && resembles(name, host));
    return misplaced
      ? `The wildcard of ${misplaced} counts for nothing: a wildcard is the whole first label, and there is one`
      : null;
  },
  ({ host, names }) => {
    const dotted = names.find((name) => name.startsWith('.') && host.endsWith(name));
    return dotted ? `${dotted} starts with a dot, which is no wildcard: that is written *${dotted}` : null;
  },
  ({ host, names }) => {
    if (names.includes(`www.${host}`)) return `The certificate is for www.${host}, and not for ${host} itself`;
    const bare = host.startsWith('www.') && names.includes(host.slice(4));
    return bare ? `The certificate is for ${host.slice(4)}, and not for ${host}` : null;
  },
  ({ host, names }) => {
    if (host.includes('.')) return null;
    const full =
      names.find((name) => name.startsWith(`${host}.`) && !name.includes('*')) ??
      names.map((name) => name.replace('*', host)).find((name, at) => covers(names[at] ?? '', name));
    return full ? `The URL has the short name ${host}, and the certificate is for the full one, ${full}` : null;
  },
  ({ host, names }) => {
    const short = names.find((name) => !name.includes('.') && host.startsWith(`${name}.`));
    return short ? `The URL has the full name ${host}, and the certificate is for the short one, ${short}` : null;
  },
  ({ host, names }) =>
    names.some((name) => name.startsWith(`${host}\0`))
      ? `In the certificate a NUL byte follows ${host}, which makes it another name`
      : null,
  ({ host, names }) => {
    const near = names.find((name) => isOneSlip(name, host));
    return near ? `${host} of the URL and ${near} of the certificate differ by one slip of the keyboard` : null;
  },
  ({ host, names, addresses }) =>
    addresses[0] && names.every((name) => isIP(name) || !name.includes('.'))
      ? `The URL has the name ${host}, and the certificate is for addresses only, such as ${addresses[0]}`
      : null,
];
