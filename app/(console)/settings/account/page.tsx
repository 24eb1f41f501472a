import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import { getAccount } from '@/lib/accounts/get-account';
import { listSessions } from '@/lib/accounts/list-sessions';
import { AboutYou } from './about-you';
import classes from './account.module.css';
import { PasswordForm } from './password-form';
import { SessionList } from './session-list';
import { SignOutEverywhere } from './sign-out-everywhere';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const actor = await screenActor({ ownAccount: true });
  const account = await getAccount({ actor });
  const sessions = await listSessions({ actor });
  return (
    <div className={classes.page}>
      {account.must_change_password && (
        <Notice tone="warning" title="Choose a password of your own first.">
          <p>The present one was chosen by somebody else, who knows it. Everything else opens once it is changed.</p>
        </Notice>
      )}
      <div className={classes.columns}>
        <Panel title="Password">
          {account.has_password ? (
            <PasswordForm isTemporary={account.must_change_password} />
          ) : (
            <p>
              You sign in by single sign-on, so Vouch has no password of yours. It is changed where your account is. An
              admin can give you one here as well.
            </p>
          )}
        </Panel>
        <Panel title="You">
          <AboutYou account={account} />
        </Panel>
      </div>
      <Panel title="Where you are signed in" aside={<SignOutEverywhere />}>
        <SessionList sessions={sessions} now={Date.now()} />
      </Panel>
    </div>
  );
}
