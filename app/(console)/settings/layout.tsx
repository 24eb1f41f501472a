import type { ReactNode } from 'react';
import { screenActor } from '@/app/_access/actor';
import { PageHeader } from '@/app/_components/page-header';
import { Tabs } from '@/app/_components/tabs';
import { hasRole, type Role } from '@/lib/access/roles';

const tabs: { href: string; label: string; role: Role }[] = [
  { href: '/settings/account', label: 'Your account', role: 'viewer' },
  { href: '/settings/users', label: 'Users', role: 'admin' },
  { href: '/settings/keys', label: 'API keys', role: 'admin' },
  { href: '/settings/egress', label: 'Egress', role: 'viewer' },
  { href: '/settings/audit', label: 'Audit log', role: 'viewer' },
];

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await screenActor({ ownAccount: true });
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs label="Settings" tabs={tabs.filter((tab) => hasRole(role, tab.role))} />
      {children}
    </>
  );
}
