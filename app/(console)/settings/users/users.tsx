'use client';

import { useState } from 'react';
import { Panel } from '@/app/_components/panel';
import type { UserRecord } from '@/lib/accounts/dto';
import { AddUser } from './add-user';
import { type Given, GivenPassword } from './given-password';
import { UserTable } from './user-table';
import classes from './users.module.css';

interface Props {
  users: UserRecord[];
  /** Of who looks at this. */
  ownId: string | null;
  now: number;
}

/** The people, and a temporary password in place of the form until the person closes it. It is held here alone. */
export function Users({ users, ownId, now }: Props) {
  const [given, setGiven] = useState<Given | null>(null);
  const [isAgain, setIsAgain] = useState(false);

  function close() {
    setGiven(null);
    setIsAgain(true);
  }

  return (
    <div className={classes.page}>
      {given ? (
        <GivenPassword key={given.password} given={given} onClose={close} />
      ) : (
        <Panel title="Add user">
          <AddUser hasFocus={isAgain} onAdded={setGiven} />
        </Panel>
      )}
      <UserTable users={users} ownId={ownId} now={now} onGiven={setGiven} />
    </div>
  );
}
