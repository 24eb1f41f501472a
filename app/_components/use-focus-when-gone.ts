import { useEffect, useRef } from 'react';

/** A row that is removed takes the focus with it: once what is answered was called, it goes to the element of that id. */
export function useFocusWhenGone(id: string): () => void {
  const isDue = useRef(false);
  useEffect(
    () => () => {
      if (isDue.current && document.activeElement === document.body) document.getElementById(id)?.focus();
    },
    [id],
  );
  return () => {
    isDue.current = true;
  };
}
