import './reflect-api';
import {
  AuthorityInfoAccessExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  Extension,
} from '@peculiar/x509';
import { encode } from './der';

/** Where the issuer's certificate can be fetched (RFC 5280 section 4.2.2.1). */
export function caIssuers(url: string): Extension {
  return new AuthorityInfoAccessExtension({ caIssuers: url });
}

export function policies(...oids: string[]): Extension {
  return new CertificatePolicyExtension(oids);
}

export function crlAt(url: string): Extension {
  return new CRLDistributionPointsExtension([url]);
}

/** An extension of nobody's, which no client knows. */
export function unknownExtension(isCritical: boolean): Extension {
  return new Extension('1.3.6.1.4.1.55555.1.1', isCritical, new Uint8Array([0x05, 0x00]));
}

export interface NameConstraints {
  /** Subtrees such as `corp.example`. */
  permittedDns?: readonly string[];
  excludedDns?: readonly string[];
  /** Address and mask, such as `10.0.0.0/255.0.0.0`. */
  permittedIp?: readonly string[];
}

/** RFC 5280 section 4.2.1.10; critical, as it asks. */
export function nameConstraints({ permittedDns = [], excludedDns = [], permittedIp = [] }: NameConstraints): Extension {
  const permitted = [...permittedDns.map(dnsSubtree), ...permittedIp.map(ipSubtree)];
  const excluded = excludedDns.map(dnsSubtree);
  const value = encode(
    0x30,
    ...(permitted.length > 0 ? [encode(0xa0, ...permitted)] : []),
    ...(excluded.length > 0 ? [encode(0xa1, ...excluded)] : []),
  );
  return new Extension('2.5.29.30', true, new Uint8Array(value));
}

function dnsSubtree(name: string): Buffer {
  return encode(0x30, encode(0x82, Buffer.from(name)));
}

function ipSubtree(range: string): Buffer {
  return encode(0x30, encode(0x87, Buffer.from(range.split(/[./]/).map(Number))));
}
