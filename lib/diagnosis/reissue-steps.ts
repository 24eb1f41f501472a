import { certManagerSteps } from './reissue-cert-manager';
import type { CorrectedCertificate } from './reissue-correct';
import { easyRsaSteps } from './reissue-easy-rsa';
import { opensslSteps } from './reissue-openssl';
import type { ReissueFix } from './reissue-plan';
import { stepSteps } from './reissue-step-cli';
import type { Repair } from './report';

const tools: [string, (corrected: CorrectedCertificate) => string | null][] = [
  ['openssl', opensslSteps],
  ['step', stepSteps],
  ['cert-manager', certManagerSteps],
  ['easy-rsa', easyRsaSteps],
];

/**
 * How to issue one certificate anew with the tools people use, each as a text to paste. A CA keeps its key and name where
 * it can, so that what it issued stays valid. A tool that cannot make the certificate as it has to be is left out. Pure.
 */
export function reissueSteps({ corrected }: Pick<ReissueFix, 'corrected'>): Repair['steps'] {
  const { kind, file } = corrected;
  return tools.flatMap(([tool, write]) => {
    const text = write(corrected);
    return text === null ? [] : [{ tool: kind === 'leaf' ? tool : `${tool} (${file})`, text }];
  });
}
