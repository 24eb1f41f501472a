import type { ReactNode } from 'react';
import { screenActor } from '@/app/_access/actor';
import { RoleProvider } from '../_components/role';
import { Shell } from '../_components/shell';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await screenActor({ ownAccount: true });
  return (
    <RoleProvider role={actor.role}>
      <Shell actor={actor}>{children}</Shell>
    </RoleProvider>
  );
}
