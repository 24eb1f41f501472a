'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { hasRole, type Role } from '@/lib/access/roles';

const RoleContext = createContext<Role>('viewer');

/** Tells the controls below who looks, so that they offer nothing that would be refused. */
export function RoleProvider({ role, children }: { role: Role; children: ReactNode }) {
  return <RoleContext value={role}>{children}</RoleContext>;
}

/** Whether whoever looks has this role. The verbs decide, whatever is shown. */
export function useMay(role: Role): boolean {
  return hasRole(useContext(RoleContext), role);
}

/** Shown to those who have this role; to others what is there instead. */
export function ForRole({
  needs,
  children,
  otherwise = null,
}: {
  needs: Role;
  children: ReactNode;
  otherwise?: ReactNode;
}) {
  return useMay(needs) ? children : otherwise;
}

export function useRole(): Role {
  return useContext(RoleContext);
}
