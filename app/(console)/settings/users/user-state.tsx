import { StatusShape } from '@/app/_components/status-shape';
import type { UserRecord } from '@/lib/accounts/dto';
import classes from './user-table.module.css';

const states = {
  active: { shape: 'ok', words: 'Active' },
  kept_out: { shape: 'failed', words: 'Kept out' },
  temporary: { shape: 'waiting', words: 'Temporary password' },
} as const;

export function UserState({ user: { is_disabled, must_change_password } }: { user: UserRecord }) {
  const state = is_disabled ? 'kept_out' : must_change_password ? 'temporary' : 'active';
  return (
    <span className={classes.badge} data-state={state}>
      <StatusShape shape={states[state].shape} />
      {states[state].words}
    </span>
  );
}
