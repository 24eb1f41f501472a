'use client';

import '@mantine/spotlight/styles.layer.css';
import { Modal } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { hasRole, type Role } from '@/lib/access/roles';
import { type FoundServer, findServers } from '../(console)/actions';
import classes from './command-menu.module.css';
import { mayNavigate } from './navigation-request';
import { pages } from './pages';
import { useRole } from './role';
import { StatusBadge } from './status-badge';

const TYPING_PAUSE_MS = 150;
const [store, spotlight] = createSpotlight();

const commands: { href: string; label: string; role?: Role }[] = [
  { href: '/servers/new', label: 'Add server', role: 'operator' },
  { href: '/certificates/new', label: 'Add bundle', role: 'admin' },
  { href: '/inspect', label: 'Inspect a chain', role: 'operator' },
  { href: '/servers?status=failing', label: 'Show failing servers' },
  { href: '/servers?tls=disabled', label: 'Show unverified servers' },
  { href: '/servers?client=python-3.13&verdict=reject', label: 'Show servers that Python 3.13 refuses' },
];

/** Spotlight keeps its mark in the document, and has no export to move it. */
function markFirst() {
  const list = document.getElementById(store.getState().listId);
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}

/** Opens with every new count of `openings`. */
export function CommandMenu({ openings }: { openings: number }) {
  const router = useRouter();
  const role = useRole();
  const [query, setQuery] = useState('');
  const [servers, setServers] = useState<FoundServer[]>([]);

  useEffect(() => {
    if (openings > 0) spotlight.open();
  }, [openings]);

  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(
      async () => {
        const found = await findServers(query).catch(() => []);
        if (isCurrent) setServers(found);
      },
      query === '' ? 0 : TYPING_PAUSE_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query]);

  // What arrives later takes the mark of the first row away with the old rows.
  useEffect(() => {
    if (query !== '' || servers.length > 0) markFirst();
  }, [query, servers]);

  function go(href: string) {
    if (mayNavigate(href)) router.push(href);
  }

  const fits = ({ label, role: needed = 'viewer' }: { label: string; role?: Role }) =>
    hasRole(role, needed) && label.toLowerCase().includes(query.trim().toLowerCase());
  const groups = [
    { label: 'Pages', items: pages.filter(fits) },
    { label: 'Actions', items: commands.filter(fits) },
  ];
  const isEmpty = servers.length === 0 && groups.every(({ items }) => items.length === 0);
  return (
    <Spotlight.Root
      classNames={{ content: classes.content }}
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
    >
      <Modal.Title className="sr-only">Go to</Modal.Title>
      <Spotlight.Search
        aria-label="Go to a server, a page or an action"
        placeholder="Server, page or action"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {servers.length > 0 && (
          <Spotlight.ActionsGroup label="Servers">
            {servers.map(({ id, name, url, state }) => (
              <Spotlight.Action key={id} onClick={() => go(`/servers/${encodeURIComponent(id)}`)}>
                <span className={classes.server}>
                  <span className={classes.name}>{name}</span>
                  <span className={classes.address}>{url}</span>
                </span>
                <StatusBadge status={state} />
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {groups.map(
          ({ label, items }) =>
            items.length > 0 && (
              <Spotlight.ActionsGroup key={label} label={label}>
                {items.map((item) => (
                  <Spotlight.Action key={item.href} label={item.label} onClick={() => go(item.href)} />
                ))}
              </Spotlight.ActionsGroup>
            ),
        )}
        {isEmpty && <Spotlight.Empty>Nothing matches.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
