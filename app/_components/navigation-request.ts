const EVENT = 'vouch:navigation';

/** Asks whoever guards unsaved changes; false when the way is not free (yet). */
export function mayNavigate(href: string): boolean {
  return dispatchEvent(new CustomEvent(EVENT, { detail: href, cancelable: true }));
}

/** `hold` is told where somebody wants to go, and takes them there later or never. Returns the way to stop. */
export function guardNavigation(hold: (href: string) => void): () => void {
  function listen(event: Event) {
    event.preventDefault();
    hold(String((event as CustomEvent).detail));
  }
  addEventListener(EVENT, listen);
  return () => removeEventListener(EVENT, listen);
}
