import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { NotAllowed } from '@/app/_components/not-allowed';
import { listUsers } from '@/lib/accounts/list-users';
import { toResult } from '@/lib/result';
import { Users } from './users';

export const metadata: Metadata = { title: 'Users' };

export default async function UsersPage() {
  const actor = await screenActor();
  const users = await toResult(() => listUsers({ actor }));
  if (!users.ok) return <NotAllowed needs="admin" actual={actor.role} />;
  return <Users users={users.value} ownId={actor.id} now={Date.now()} />;
}
