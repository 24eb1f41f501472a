'use client';

import { useState } from 'react';
import { Panel } from '@/app/_components/panel';
import type { CreatedApiKey } from '@/lib/api-keys/dto';
import { KeyForm } from './key-form';
import { NewKey } from './new-key';

/** The form, and in its place the new key, until the person closes it. The key is held here alone. */
export function CreateKey() {
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  const [isAgain, setIsAgain] = useState(false);
  if (created) {
    return (
      <NewKey
        created={created}
        onClose={() => {
          setCreated(null);
          setIsAgain(true);
        }}
      />
    );
  }
  return (
    <Panel title="Create key">
      <KeyForm hasFocus={isAgain} onCreated={setCreated} />
    </Panel>
  );
}
