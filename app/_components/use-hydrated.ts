import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether the script is at work: before, a form would be sent by the browser itself, past what the script does. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
