import { type AiaAnswer, body, hugeBody, notFound, redirectTo, silence } from '../aia';
import type { Issued } from '../certificates';
import { caIssuers } from '../extra-extensions';
import { certificatesAsPkcs7 } from '../pkcs7';
import type { Pki } from '../pki';
import { leaf, nobody, scenario, send, type TlsScenario } from './scenario';

const pkixCert = 'application/pkix-cert';

/** The intermediate is not sent; the leaf says where it can be fetched, and there waits something else each time. */
export const aiaScenarios: TlsScenario[] = [
  published('der', 'is published where the leaf says', ({ intermediate }) => body(pkixCert, derOf(intermediate))),
  published('pem', 'is published where the leaf says, as PEM', ({ intermediate }) => body(pkixCert, intermediate.pem)),
  published('pkcs7', 'is published where the leaf says, in a PKCS#7 file beside another', (pki) =>
    body('application/pkcs7-mime', certificatesAsPkcs7(derOf(pki.otherRoot), derOf(pki.intermediate))),
  ),
  {
    ...published('redirect', 'is published one redirect away from where the leaf says', () => notFound),
    build: async ({ intermediate }, aia) => {
      const target = await aia.publish('/redirect-target', body(pkixCert, derOf(intermediate)));
      return leafWith(intermediate, await aia.publish('/redirect', redirectTo(target)));
    },
  },
  published('huge', 'should be published where the leaf says, but 1 GiB is', () => hugeBody()),
  published('unrelated', 'should be published where the leaf says, but another certificate is', ({ otherRoot }) =>
    body(pkixCert, derOf(otherRoot)),
  ),
  published('hang', 'should be published where the leaf says, but nothing answers there', () => silence()),
  published('not-found', 'should be published where the leaf says, but is not', () => notFound),
  published('html', 'should be published where the leaf says, but a web page is', () =>
    body('text/html', '<!doctype html><title>Login</title>'),
  ),
  elsewhere('metadata', 'the metadata address of cloud machines', 'http://169.254.169.254/latest/meta-data/'),
  elsewhere('ldap', 'an LDAP directory', 'ldap:///CN=Lab%20Issuing%20CA%201,CN=AIA?cACertificate?base'),
  elsewhere('file', 'a file of the client', 'file:///etc/passwd'),
];

function published(name: string, what: string, answer: (pki: Pki) => AiaAnswer): TlsScenario {
  return missing(name, `The intermediate is not sent; it ${what}`, async (pki, aia) =>
    leafWith(pki.intermediate, await aia.publish(`/${name}`, answer(pki))),
  );
}

function elsewhere(name: string, where: string, url: string): TlsScenario {
  return missing(name, `The intermediate is not sent; the leaf sends the client to ${where}`, ({ intermediate }) =>
    leafWith(intermediate, url),
  );
}

function missing(name: string, title: string, build: TlsScenario['build']): TlsScenario {
  return scenario({
    name: `aia-${name}`,
    title,
    accepts: nobody,
    findings: ['missing_intermediate'],
    connectsWith: 'root-and-intermediate',
    build,
  });
}

async function leafWith(issuer: Issued, url: string) {
  return send([await leaf({ issuer, extraExtensions: [caIssuers(url)] })]);
}

function derOf({ certificate }: Issued): Buffer {
  return Buffer.from(certificate.rawData);
}
