'use client';

import { Button } from '../button';

/** Hands a report over as a file, made in the browser. */
export function DownloadJson({ report, fileName }: { report: object; fileName: string }) {
  function download() {
    const address = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = fileName;
    link.click();
    // Not at once: the browser may not have begun to read it.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
  return (
    <Button look="quiet" size="small" onClick={download}>
      Download JSON
    </Button>
  );
}
