import type { CorrectedCertificate } from './reissue-correct';
import { isPlain, purposeName } from './reissue-extension-lines';
import { encodeAltNames } from './reissue-extensions';
import type { KeyUsageName } from './reissue-key-usage';
import type { AltName } from './reissue-names';
import { requestFromCertificate } from './reissue-openssl';
import { keepsOrderInGo } from './reissue-subject';

/** Where step's templates have other words than OpenSSL. */
const usageNames: Partial<Record<KeyUsageName, string>> = {
  nonRepudiation: 'contentCommitment',
  keyCertSign: 'certSign',
  cRLSign: 'crlSign',
};

/**
 * A template for `step certificate sign` and the commands. The name comes from the request, so nothing of it is pasted.
 * Null for what step signs with a request only badly: a certificate that signs itself, a new key, a CA whose name it
 * would put into another order.
 */
export function stepSteps(corrected: CorrectedCertificate): string | null {
  const { kind, subject, needsNewKey, isSelfSigned, file, issuerFile, days } = corrected;
  if (isSelfSigned || needsNewKey || (kind === 'ca' && !keepsOrderInGo(subject))) return null;
  return [
    `cat > ${file}.tpl <<'END_OF_TEMPLATE'`,
    template(corrected),
    'END_OF_TEMPLATE',
    requestFromCertificate(corrected),
    `step certificate sign --template ${file}.tpl --not-after ${days * 24}h ${file}.csr ${issuerFile}.pem ${issuerFile}.key > ${file}-new.pem`,
    '',
  ].join('\n');
}

function template(corrected: CorrectedCertificate): string {
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectAltName, subjectKeyId, others } = corrected;
  const purposes = extendedKeyUsage?.oids ?? [];
  const isNamed = purposes.map((oid) => purposeName(oid) !== oid);
  const names = subjectAltName?.names ?? [];
  const isReadable = names.every(isPlain);
  const extensions = [
    ...(subjectAltName && !isReadable
      ? [{ oid: '2.5.29.17', isCritical: subjectAltName.isCritical, value: encodeAltNames(subjectAltName) }]
      : []),
    ...others,
  ];
  const fields: Record<string, unknown> = {
    ...(isReadable && sans(names)),
    keyUsage: keyUsage.map((name) => usageNames[name] ?? name),
    extKeyUsage: purposes.filter((_, index) => isNamed[index]).map(purposeName),
    unknownExtKeyUsage: purposes.filter((_, index) => !isNamed[index]),
    // step takes an absent limit for 0, and a negative one for none.
    basicConstraints: { isCA: basicConstraints.isCa, maxPathLen: basicConstraints.pathLength ?? -1 },
    subjectKeyId: subjectKeyId.toString('base64'),
    extensions: extensions.map(({ oid, isCritical, value }) => ({
      id: oid,
      critical: isCritical,
      value: value.toString('base64'),
    })),
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => !Array.isArray(value) || value.length > 0)
    .map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  return ['{', ['  "subject": {{ toJson .Insecure.CR.Subject }}', ...lines].join(',\n'), '}'].join('\n');
}

function sans(names: AltName[]) {
  const of = (kind: AltName['kind']) => names.filter((one) => one.kind === kind).map(({ text }) => text);
  return { dnsNames: of('dns'), ipAddresses: of('ip'), emailAddresses: of('email'), uris: of('uri') };
}
