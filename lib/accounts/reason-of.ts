const MAX_TEXT = 300;

/**
 * Why something of the accounts library failed, as one text for the log: an error's message, or what an OpenID provider
 * answered in place of tokens (RFC 6749 section 5.2). Other values may hold what is secret.
 */
export function reasonOf(detail: unknown): string {
  if (detail instanceof Error) {
    const { message, cause } = detail;
    return (cause instanceof Error ? `${message}: ${cause.message}` : message).slice(0, MAX_TEXT);
  }
  if (typeof detail !== 'object' || detail === null) return '';
  const { error, error_description: description, status } = detail as Record<string, unknown>;
  const parts = [error, description, status].filter((part) => typeof part === 'string' || typeof part === 'number');
  return parts.join(' ').slice(0, MAX_TEXT);
}
