import type { Role } from '@/lib/access/roles';
import { Notice } from './notice';

interface Props {
  /** The least role that may. */
  needs: Role;
  /** What whoever looks has. */
  actual: Role;
}

/** In place of a page that is the business of others. */
export function NotAllowed({ needs, actual }: Props) {
  return (
    <Notice tone="info" title={`This needs the role ${needs}.`}>
      <p>Yours is {actual}. An admin can give you another under Settings, Users, and it counts at once.</p>
    </Notice>
  );
}
