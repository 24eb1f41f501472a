'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { guardNavigation } from '@/app/_components/navigation-request';

/** Where somebody wants to go: to an address, or through the history to an entry of that key. */
type Target = { href: string } | { key: string };

/** Asks before unsaved changes are left behind: by a link, by Back, or by leaving the site. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const router = useRouter();
  const [target, setTarget] = useState<Target | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const isGuarding = isDirty && !isLeaving;

  useEffect(() => {
    if (!isGuarding) return;
    const stops = [
      guardUnload(),
      guardLinks((href) => setTarget({ href })),
      guardHistory((key) => setTarget({ key })),
      guardNavigation((href) => setTarget({ href })),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [isGuarding]);

  useEffect(() => {
    if (!isLeaving || !target) return;
    if ('href' in target) router.push(target.href);
    else navigation.traverseTo(target.key);
  }, [isLeaving, target, router]);

  return (
    <ConfirmDialog
      isOpen={target !== null && !isLeaving}
      question="Leave without saving?"
      confirmLabel="Leave"
      cancelLabel="Stay"
      onCancel={() => setTarget(null)}
      onConfirm={() => setIsLeaving(true)}
    >
      <p>What was changed here is not saved.</p>
    </ConfirmDialog>
  );
}

function guardUnload(): () => void {
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener('beforeunload', warn);
  return () => removeEventListener('beforeunload', warn);
}

function guardLinks(hold: (href: string) => void): () => void {
  function intercept(event: MouseEvent) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element && event.target.closest('a[href]');
    if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    event.stopPropagation();
    hold(link.pathname + link.search);
  }
  // On the window, so that it comes before the router's own listener.
  addEventListener('click', intercept, true);
  return () => removeEventListener('click', intercept, true);
}

/** Back and Forward, in browsers that let a page hold them. */
function guardHistory(hold: (key: string) => void): () => void {
  if (!('navigation' in window)) return () => {};
  function intercept(event: NavigateEvent) {
    if (event.navigationType !== 'traverse' || !event.cancelable) return;
    event.preventDefault();
    hold(event.destination.key);
  }
  navigation.addEventListener('navigate', intercept);
  return () => navigation.removeEventListener('navigate', intercept);
}
