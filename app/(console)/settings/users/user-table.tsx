import { ButtonLink } from '@/app/_components/button';
import { RelativeTime } from '@/app/_components/relative-time';
import look from '@/app/_components/table.module.css';
import type { UserRecord } from '@/lib/accounts/dto';
import { removeUser, resetPassword, updateUser } from './actions';
import { ChangeRole } from './change-role';
import { ConfirmedAction } from './confirmed-action';
import type { Given } from './given-password';
import { UserState } from './user-state';
import classes from './user-table.module.css';

interface Props {
  users: UserRecord[];
  ownId: string | null;
  now: number;
  onGiven: (given: Given) => void;
}

/** A row for each person, with what can be done about them. */
export function UserTable({ users, ownId, now, onGiven }: Props) {
  return (
    <div className={look.frame}>
      <table id="users" tabIndex={-1} className={`${look.table} ${classes.table}`}>
        <caption className="sr-only">Users</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className={classes.role}>
              Role
            </th>
            <th scope="col" className={classes.last}>
              Last sign-in
            </th>
            <th scope="col" className={classes.state}>
              State
            </th>
            <th scope="col" className={classes.actions}>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.user_id}>
              <th scope="row" className={classes.name}>
                {user.name}
                {user.user_id === ownId && <span className={classes.you}>you</span>}
                <span className={classes.email}>{user.email}</span>
              </th>
              <td className={classes.role}>
                <ChangeRole user={user} isOwn={user.user_id === ownId} />
              </td>
              <td className={classes.last}>
                <span className={classes.label}>last sign-in </span>
                {user.last_sign_in_at ? <RelativeTime iso={user.last_sign_in_at} now={now} /> : 'never'}
              </td>
              <td className={classes.state}>
                <UserState user={user} />
              </td>
              <td className={classes.actions}>
                {user.user_id === ownId ? (
                  <div className={classes.buttons}>
                    <ButtonLink href="/settings/account" size="small">
                      Your account
                    </ButtonLink>
                  </div>
                ) : (
                  <UserActions user={user} onGiven={onGiven} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UserActions({
  user: { user_id: id, email, is_disabled },
  onGiven,
}: Pick<Props, 'onGiven'> & { user: UserRecord }) {
  return (
    <div className={classes.buttons}>
      <ConfirmedAction
        label="Reset password"
        about={email}
        question={`Give ${email} a temporary password?`}
        run={() => resetPassword(id)}
        onDone={({ temporary_password: password }) => onGiven({ email, password })}
      >
        <p>The present password stops working and every browser of theirs is signed out. The new one is shown once.</p>
      </ConfirmedAction>
      {is_disabled ? (
        <ConfirmedAction
          label="Let in"
          about={email}
          question={`Let ${email} in again?`}
          confirmLook="primary"
          run={() => updateUser(id, { is_disabled: false })}
        >
          <p>They can sign in as before, with the same role.</p>
        </ConfirmedAction>
      ) : (
        <ConfirmedAction
          label="Keep out"
          about={email}
          question={`Keep ${email} out?`}
          run={() => updateUser(id, { is_disabled: true })}
        >
          <p>Every browser of theirs is signed out now, and they cannot sign in until an admin lets them in again.</p>
        </ConfirmedAction>
      )}
      <ConfirmedAction
        label="Remove"
        about={email}
        question={`Remove ${email}?`}
        look="danger"
        run={() => removeUser(id)}
      >
        <p>
          Their account is deleted, for good, and every browser of theirs is signed out. What they did stays in the
          audit log, and servers, bundles and keys that they made stay.
        </p>
      </ConfirmedAction>
    </div>
  );
}
