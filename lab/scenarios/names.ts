import type { IssueOptions } from '../certificates';
import { asVersion1WithoutExtensions } from '../spoil';
import { chainWith, everyone, nobody, scenario, type TlsScenario } from './scenario';

interface Named extends Partial<Pick<TlsScenario, 'accepts' | 'findings'>> {
  /** Default: localhost. Names below it are known to few machines. */
  host?: string;
  leaf: Partial<IssueOptions>;
}

/** Each client compares names by its own code, so that they differ on the odd ones. Default: everyone refuses. */
export const nameScenarios: TlsScenario[] = [
  named('wildcard', 'Nothing: a wildcard one label deep', {
    host: 'mcp.lab.localhost',
    leaf: { dns: ['*.lab.localhost'] },
    accepts: everyone,
    findings: [],
  }),
  named('wildcard-two-deep', 'The wildcard stands for one label, the host has two', {
    host: 'a.mcp.lab.localhost',
    leaf: { dns: ['*.lab.localhost'] },
  }),
  named('wildcard-bare-domain', 'The wildcard stands for one label, the host has none there', {
    leaf: { dns: ['*.localhost'] },
  }),
  named('wildcard-partial', 'The wildcard is a part of a label, which Node alone accepts', {
    host: 'mcp.lab.localhost',
    leaf: { dns: ['m*.lab.localhost'] },
    accepts: ['node', 'node-partial'],
  }),
  named('wildcard-top', 'The wildcard stands right below a top-level domain', {
    host: 'mcp.localhost',
    leaf: { dns: ['*.localhost'] },
  }),
  named('cn-only', 'The name is in the common name, and there is no alternative name', {
    leaf: { omitSubjectAltName: true },
    accepts: everyone,
    findings: ['no_subject_alternative_name'],
  }),
  named('cn-only-ip', 'The address is in the common name, which curl alone accepts, and there is no alternative name', {
    host: '127.0.0.1',
    leaf: { subject: 'CN=127.0.0.1,O=Vouch Lab', omitSubjectAltName: true },
    accepts: ['curl'],
    findings: ['hostname_mismatch', 'no_subject_alternative_name'],
  }),
  named('cn-beside-dns', 'The name is in the common name, but the alternative names are others', {
    leaf: { dns: ['other.example'] },
  }),
  named('cn-beside-ip', 'The name is in the common name beside an alternative address, which curl alone refuses', {
    leaf: { ip: ['10.0.0.7'] },
    accepts: everyone.filter((id) => id !== 'curl'),
  }),
  named('ip-as-dns', 'The address is written as a DNS name', {
    host: '127.0.0.1',
    leaf: { dns: ['127.0.0.1'] },
  }),
  named('ip-other', 'The certificate is for another address', {
    host: '127.0.0.1',
    leaf: { ip: ['10.0.0.7'] },
  }),
  named('upper-case', 'Nothing: the name is in capitals', {
    leaf: { dns: ['LOCALHOST'] },
    accepts: everyone,
    findings: [],
  }),
  named('trailing-dot', 'The name in the certificate ends in a dot, which Python alone refuses', {
    leaf: { dns: ['localhost.'] },
    accepts: ['node', 'node-partial', 'curl'],
  }),
  named('no-name', 'The certificate has neither subject nor alternative name', {
    leaf: { subject: '', omitSubjectAltName: true },
    findings: ['hostname_mismatch', 'no_subject_alternative_name', 'empty_subject'],
  }),
  named('v1-leaf', 'The leaf is of version 1, without extensions', {
    leaf: { editTbs: asVersion1WithoutExtensions },
    accepts: everyone,
    findings: ['no_subject_alternative_name'],
  }),
];

function named(name: string, title: string, { host = 'localhost', leaf, ...judgement }: Named): TlsScenario {
  return scenario({
    name: `name-${name}`,
    title,
    accepts: nobody,
    findings: ['hostname_mismatch'],
    ...judgement,
    build: ({ intermediate }) => chainWith(intermediate, leaf, { host }),
  });
}
