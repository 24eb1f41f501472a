import type { Repair } from '@/lib/diagnosis/report';
import type { Result } from '@/lib/result';

/** The form's values that a repair sets, under the names they have in the form. */
export interface RepairedValues {
  url?: string;
  tls?: 'custom_ca';
  ca_path?: string;
  caBundleId?: string | null;
}

interface Outcome {
  values: RepairedValues;
  changes: string[];
}

type MakeBundle = (name: string, pem: string) => Promise<Result<{ id: string; name: string }>>;

/** Works a repair out for a server that is not saved: makes its bundle, and says what the form is to hold then. */
export async function applyToDraft(repair: Repair, url: string, makeBundle: MakeBundle): Promise<Result<Outcome>> {
  const { bundle_pem, ca_bundle_id } = repair;
  const outcome: Outcome = { values: {}, changes: [] };
  if (repair.url !== null) {
    const changed = withHostOf(repair.url, url);
    outcome.values.url = changed.href;
    outcome.changes.push(`The host in the URL is ${changed.hostname} now.`);
  }
  if (bundle_pem !== null) {
    const made = await makeBundle(hostOf(repair.url ?? url), bundle_pem);
    if (!made.ok) return made;
    outcome.values = { ...outcome.values, tls: 'custom_ca', ca_path: '', caBundleId: made.value.id };
    outcome.changes.push(
      `The bundle "${made.value.name}" was made and is in the library.`,
      'TLS verification is set to Custom CA with it; nothing about this server is saved yet.',
    );
  } else if (ca_bundle_id !== null) {
    outcome.values = { ...outcome.values, tls: 'custom_ca', ca_path: '', caBundleId: ca_bundle_id };
    outcome.changes.push('TLS verification is set to Custom CA with a bundle of the library.');
  }
  return { ok: true, value: outcome };
}

/** A report hides the secret parts of a URL, so only the host is taken over from it. */
function withHostOf(repaired: string, entered: string): URL {
  const url = new URL(entered);
  url.hostname = new URL(repaired).hostname;
  return url;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : 'repaired';
}
