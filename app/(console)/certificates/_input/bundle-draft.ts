/** Certificates that another page hands to the form of a new bundle. */
export interface BundleDraft {
  pem: string;
  /** Where they come from. */
  from: string;
  /** Fingerprints of those that nobody but the server has shown. */
  compare: string[];
}

const KEY = 'vouch.bundle-draft';

/** Keeps it in this tab until the form takes it. */
export function keepBundleDraft(draft: BundleDraft): void {
  sessionStorage.setItem(KEY, JSON.stringify(draft));
}

/** What was kept, once; null when nothing was. */
export function takeBundleDraft(): BundleDraft | null {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  try {
    return kept === null ? null : (JSON.parse(kept) as BundleDraft);
  } catch {
    return null;
  }
}
