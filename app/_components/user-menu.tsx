'use client';

import { IconChevronDown, IconUserCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { useId, useRef, useState } from 'react';
import type { Role } from '@/lib/access/roles';
import { Button } from './button';
import { Notice } from './notice';
import { sendJson } from './send-json';
import classes from './user-menu.module.css';

interface Props {
  email: string;
  role: Role;
}

/** Who is signed in here, and the way out. The browser itself closes it: Escape, a click elsewhere. */
export function UserMenu({ email, role }: Props) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function signOut() {
    setIsBusy(true);
    const answer = await sendJson('DELETE', '/api/v1/session');
    // A session that has ended is what was asked for.
    if (answer.ok || answer.status === 401) {
      location.assign('/sign-in');
      return;
    }
    setIsBusy(false);
    setProblem(answer.message);
  }

  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={classes.button}
        aria-label={`Account menu: ${email}, ${role}`}
        title={email}
      >
        <IconUserCircle size={18} stroke={1.7} aria-hidden />
        <span className={classes.who}>
          <span className={classes.email}>{email}</span>
          <span className={classes.role}>{role}</span>
        </span>
        <IconChevronDown size={14} aria-hidden className={classes.chevron} />
      </button>
      <div ref={menu} id={id} popover="auto" className={classes.menu}>
        <p className={classes.signedIn}>
          Signed in as <strong>{email}</strong>, {role}
        </p>
        <Link href="/settings/account" className={classes.item} onClick={() => menu.current?.hidePopover()}>
          Your account
        </Link>
        <Button className={classes.item} look="quiet" onClick={() => void signOut()} disabled={isBusy}>
          Sign out
        </Button>
        {problem && <Notice tone="failed" role="alert" title={problem} />}
      </div>
    </>
  );
}
