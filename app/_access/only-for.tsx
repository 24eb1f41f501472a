import type { ReactNode } from 'react';
import { NotAllowed } from '@/app/_components/not-allowed';
import { hasRole, type Role } from '@/lib/access/roles';
import { screenActor } from './actor';

/** What a page is for, to those who may; to others, what it would need. The verbs decide, whatever is shown. */
export async function OnlyFor({ needs, children }: { needs: Role; children: ReactNode }) {
  const { role } = await screenActor();
  return hasRole(role, needs) ? children : <NotAllowed needs={needs} actual={role} />;
}
