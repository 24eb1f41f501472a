interface Told {
  /** The page to open afterwards. */
  next?: string;
  /** Why a single sign-on came to nothing. */
  error?: string;
}

/** The sign-in page with what it is to be told. */
export function signInPath({ next = '/', error }: Told): string {
  const query = new URLSearchParams();
  if (next !== '/') query.set('next', next);
  if (error !== undefined) query.set('error', error);
  return query.size > 0 ? `/sign-in?${query}` : '/sign-in';
}
