import { useEffect, useRef } from 'react';
import { readCertificates } from '../actions';
import { takeBundleDraft } from './bundle-draft';
import type { AddCertificates } from './gather';

/** Puts what another page has handed over into the bundle. */
export function useDraft(add: AddCertificates): void {
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const draft = takeBundleDraft();
    if (!draft) return;
    readCertificates({ pem: draft.pem }).then(
      (result) => {
        if (!result.ok) return;
        const { certificates, warnings } = result.value;
        const toCompare = ({ sha256 }: { sha256: string }) => draft.compare.includes(sha256);
        const give = (own: typeof certificates, server: string | null) => {
          if (own.length > 0) latest.current({ certificates: own, warnings, from: draft.from, server });
        };
        give(certificates.filter(toCompare), draft.from);
        give(
          certificates.filter((one) => !toCompare(one)),
          null,
        );
      },
      () => {},
    );
  }, []);
}
