import type { CorrectedCertificate } from './reissue-correct';
import { extensionLines } from './reissue-extension-lines';
import { type SubjectLines, subjectLines } from './reissue-subject';

/**
 * A configuration for this very certificate and the commands that use it (OpenSSL 1.1.1 or later), to be pasted as a
 * whole. What comes from the certificate stands in the configuration only, quoted. Null when the subject cannot be
 * written down there, and the old certificate cannot lend it either, since it has another key.
 */
export function opensslSteps(corrected: CorrectedCertificate): string | null {
  const subject = subjectLines(corrected.subject);
  const { file, needsNewKey, isSelfSigned } = corrected;
  if (!subject && needsNewKey) return null;
  return [
    `cat > ${file}.cnf <<'END_OF_CONFIG'`,
    ...(subject ? requestLines(subject) : []),
    '[extensions]',
    ...extensionLines(corrected),
    'END_OF_CONFIG',
    ...(needsNewKey
      ? [`openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ${keyFile(corrected)}`]
      : []),
    ...(isSelfSigned ? [selfSign(corrected, subject)] : [request(corrected, subject), signRequest(corrected)]),
    ...putInPlace(corrected),
    '',
  ].join('\n');
}

/** A request for the key and the name that the certificate at hand has, byte for byte. */
export function requestFromCertificate({ file }: CorrectedCertificate): string {
  return `openssl x509 -x509toreq -in ${file}.pem -signkey ${file}.key -out ${file}.csr`;
}

function requestLines({ stringMask, lines }: SubjectLines): string[] {
  return [
    '[req]',
    'prompt = no',
    'utf8 = yes',
    `string_mask = ${stringMask}`,
    'distinguished_name = subject',
    '',
    '[subject]',
    ...lines,
    '',
  ];
}

function keyFile({ file, needsNewKey }: CorrectedCertificate): string {
  return needsNewKey ? `${file}-new.key` : `${file}.key`;
}

function request(corrected: CorrectedCertificate, subject: SubjectLines | null): string {
  const { file } = corrected;
  return subject
    ? `openssl req -new -sha256 -key ${keyFile(corrected)} -config ${file}.cnf -out ${file}.csr`
    : requestFromCertificate(corrected);
}

function signRequest({ file, issuerFile, days }: CorrectedCertificate): string {
  const issuer = `-CA ${issuerFile}.pem -CAkey ${issuerFile}.key -CAcreateserial`;
  return `openssl x509 -req -in ${file}.csr ${issuer} -sha256 -days ${days} -extfile ${file}.cnf -extensions extensions -out ${file}-new.pem`;
}

function selfSign(corrected: CorrectedCertificate, subject: SubjectLines | null): string {
  const { file, days } = corrected;
  const end = `-sha256 -days ${days} -extensions extensions -out ${file}-new.pem`;
  return subject
    ? `openssl req -new -x509 -key ${keyFile(corrected)} -config ${file}.cnf ${end}`
    : `openssl x509 -in ${file}.pem -clrext -signkey ${file}.key -set_serial "0x4$(openssl rand -hex 15)" -extfile ${file}.cnf ${end}`;
}

/** Certificates below a CA are issued with its new certificate then. */
function putInPlace({ kind, file, needsNewKey }: CorrectedCertificate): string[] {
  if (kind === 'leaf') return [];
  const names = needsNewKey ? [`${file}.pem`, `${file}.key`] : [`${file}.pem`];
  return names.map((name) => {
    const [stem, extension] = [name.slice(0, -4), name.slice(-4)];
    return `mv ${name} ${stem}-old${extension} && mv ${stem}-new${extension} ${name}`;
  });
}
