'use client';

import { IconSearch } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import classes from './command-menu-button.module.css';

// Its code comes with the first use.
const CommandMenu = dynamic(() => import('./command-menu').then((module) => module.CommandMenu), { ssr: false });

export function CommandMenuButton() {
  const [openings, setOpenings] = useState(0);
  const [key, setKey] = useState('Ctrl K');

  useEffect(() => {
    if (/Mac|iPhone|iPad/.test(navigator.userAgent)) setKey('⌘ K');
    function listen(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setOpenings((count) => count + 1);
    }
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);

  return (
    <>
      <button
        type="button"
        className={classes.button}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpenings((count) => count + 1)}
      >
        <IconSearch size={15} aria-hidden />
        <span className={classes.words}>Go to</span>
        <span className={classes.key} aria-hidden="true">
          {key}
        </span>
      </button>
      {openings > 0 && <CommandMenu openings={openings} />}
    </>
  );
}
