import { roleChoices, roleTitles } from '@/app/_components/role-words';
import type { AccountRecord } from '@/lib/accounts/dto';
import classes from './account.module.css';

export function AboutYou({
  account: { name, email, role, has_password, has_single_sign_on },
}: {
  account: AccountRecord;
}) {
  const ways = [has_password && 'password', has_single_sign_on && 'single sign-on'].filter(Boolean);
  return (
    <dl className={classes.facts}>
      <dt>Name</dt>
      <dd>{name}</dd>
      <dt>Email</dt>
      <dd>{email}</dd>
      <dt>Signs in by</dt>
      <dd>{ways.join(' or ') || 'nothing yet'}</dd>
      <dt>Role</dt>
      <dd>
        {roleTitles[role]}
        <ul className={classes.may}>
          {roleChoices.slice(0, roleChoices.findIndex(({ value }) => value === role) + 1).map(({ value, sentence }) => (
            <li key={value}>{sentence}</li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}
