'use client';

import { MantineProvider } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { theme } from './theme';

/** The component library; `nonce` admits the style elements that it writes. */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // A document keeps the policy of its first answer, whatever nonce a later answer brings.
  const [first] = useState(nonce);
  useEffect(() => {
    // Where the package that locks the page behind a dialog looks for it.
    Reflect.set(globalThis, '__webpack_nonce__', first);
  }, [first]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => first ?? ''}>
      {children}
    </MantineProvider>
  );
}
