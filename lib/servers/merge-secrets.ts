import type { FieldIssue } from '../errors';
import { refuse } from './parse-input';
import { type AuthType, SECRET_SET } from './schema';
import { isSecretHeader } from './secret-header';
import type { Secrets } from './stored-secrets';
import { originOf, restoreUrl } from './url';

/** What a caller sent; undefined is "as stored". */
interface SentSecrets {
  url: string;
  auth_type: AuthType;
  credentials?: { auth_value?: string | null } | null;
  static_headers?: Record<string, string> | null;
}

interface StoredServer extends Secrets {
  url: string;
}

interface Issues {
  add(path: FieldIssue['path'], message: string): void;
}

/**
 * Fills in what stands for a stored secret. A stored secret goes only where it was entered for: when scheme, host or
 * port changed it has to be entered again or removed. Throws AppError `bad_input`.
 */
export function mergeSecrets(sent: SentSecrets, stored: StoredServer | null): StoredServer {
  const found: FieldIssue[] = [];
  const issues: Issues = { add: (path, message) => found.push({ path, message, type: 'custom' }) };
  const isSameOrigin = stored !== null && originOf(sent.url) === originOf(stored.url);
  const usable = isSameOrigin ? stored : null;
  const { url, missing } = restoreUrl(sent.url, usable?.url ?? null, SECRET_SET);
  for (const name of missing) {
    issues.add(['url'], `enter the value of "${name.slice(0, 60)}" again: ${nothingStored(stored)}`);
  }
  const merged = {
    url,
    authValue: mergeAuthValue(sent, stored, isSameOrigin, issues),
    headers: mergeHeaders(sent, stored, isSameOrigin, issues),
  };
  if (found.length > 0) throw refuse(found);
  return merged;
}

const movedAway = 'the URL now leads to another host, and a stored secret is sent only to the host it was entered for';

function nothingStored(stored: StoredServer | null): string {
  return stored ? movedAway : `${SECRET_SET} stands for a stored value, and there is none`;
}

function mergeAuthValue(
  sent: SentSecrets,
  stored: StoredServer | null,
  isSameOrigin: boolean,
  issues: Issues,
): string | null {
  if (sent.credentials === null) return null;
  const value = sent.credentials?.auth_value;
  if (value && value !== SECRET_SET) return value;
  const kept = stored?.authValue ?? null;
  if (value === SECRET_SET && kept === null) {
    issues.add(['credentials', 'auth_value'], `${SECRET_SET} stands for a stored value, and there is none`);
  }
  if (kept === null || isSameOrigin) return kept;
  if (sent.auth_type !== 'none')
    issues.add(['credentials'], `enter the credentials again, or remove them: ${movedAway}`);
  return null;
}

function mergeHeaders(
  sent: SentSecrets,
  stored: StoredServer | null,
  isSameOrigin: boolean,
  issues: Issues,
): Record<string, string> {
  const kept = Object.entries(stored?.headers ?? {});
  if (sent.static_headers === null) return {};
  if (sent.static_headers === undefined) {
    for (const [name, value] of isSameOrigin ? [] : kept.filter(([name, value]) => isSecretHeader(name, value))) {
      if (value !== '')
        issues.add(['static_headers', name], `enter the value again, or remove the header: ${movedAway}`);
    }
    return Object.fromEntries(kept);
  }
  return Object.fromEntries(
    Object.entries(sent.static_headers).map(([name, value]) => {
      if (value !== SECRET_SET) return [name, value];
      const before = kept.find(([known]) => known.toLowerCase() === name.toLowerCase());
      if (!before) issues.add(['static_headers', name], `${SECRET_SET} stands for a stored value, and there is none`);
      else if (!isSameOrigin)
        issues.add(['static_headers', name], `enter the value again, or remove the header: ${movedAway}`);
      return [name, before?.[1] ?? value];
    }),
  );
}
