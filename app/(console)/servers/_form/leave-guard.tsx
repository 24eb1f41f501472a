'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { guardNavigation } from '@/app/_components/navigation-request';

/** Asks before unsaved changes are left behind, by a link of this page or by leaving the site. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);

  useEffect(() => {
    if (!isDirty) return;
    function warn(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    function intercept(event: MouseEvent) {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const link = (event.target as Element).closest?.('a[href]');
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.origin !== location.origin) return;
      if (link.pathname === location.pathname && link.search === location.search) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(link.pathname + link.search);
    }
    addEventListener('beforeunload', warn);
    // On the window, so that it comes before the router's own listener.
    addEventListener('click', intercept, true);
    const release = guardNavigation(setTarget);
    return () => {
      release();
      removeEventListener('beforeunload', warn);
      removeEventListener('click', intercept, true);
    };
  }, [isDirty]);

  return (
    <ConfirmDialog
      isOpen={target !== null}
      question="Leave without saving?"
      confirmLabel="Leave"
      cancelLabel="Stay"
      onCancel={() => setTarget(null)}
      onConfirm={() => {
        if (target) router.push(target);
        setTarget(null);
      }}
    >
      <p>What was changed here is not saved.</p>
    </ConfirmDialog>
  );
}
