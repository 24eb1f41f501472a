import type { CorrectedCertificate } from './reissue-correct';
import { extensionLines } from './reissue-extension-lines';
import { requestFromCertificate } from './reissue-openssl';

const TYPE = 'vouch-server';

/**
 * A type of certificate for Easy-RSA 3 and the commands that issue one of it, run in its folder. Null for CAs, whose
 * name its policy would put into another order, and for a certificate that signs itself.
 */
export function easyRsaSteps(corrected: CorrectedCertificate): string | null {
  const { kind, isSelfSigned, needsNewKey, file, days } = corrected;
  if (kind === 'ca' || isSelfSigned) return null;
  const request = needsNewKey
    ? [`./easyrsa gen-req ${TYPE} nopass`]
    : [requestFromCertificate(corrected), `./easyrsa import-req ${file}.csr ${TYPE}`];
  return [
    `cat > x509-types/${TYPE} <<'END_OF_TYPE'`,
    ...extensionLines(corrected),
    'END_OF_TYPE',
    ...request,
    `./easyrsa --days=${days} sign-req ${TYPE} ${TYPE}`,
    '',
  ].join('\n');
}
