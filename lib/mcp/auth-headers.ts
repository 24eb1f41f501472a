export type McpAuth = {
  auth_type: 'none' | 'api_key' | 'bearer_token' | 'basic' | 'authorization';
  auth_value: string | null;
};

/**
 * The request headers of an authentication choice, as LiteLLM sends them: `x-api-key`, `Authorization: Bearer`,
 * `Authorization: Basic` over `user:password`, or the Authorization value as given. Static headers win.
 */
export function authHeaders(
  { auth_type, auth_value }: McpAuth,
  staticHeaders: Record<string, string>,
): Record<string, string> {
  const own = new Headers();
  if (auth_value) {
    if (auth_type === 'api_key') own.set('x-api-key', auth_value);
    if (auth_type === 'bearer_token') own.set('authorization', `Bearer ${auth_value}`);
    if (auth_type === 'basic') own.set('authorization', `Basic ${Buffer.from(auth_value, 'utf8').toString('base64')}`);
    if (auth_type === 'authorization') own.set('authorization', auth_value);
  }
  for (const [name, value] of Object.entries(staticHeaders)) own.set(name, value);
  return Object.fromEntries(own);
}
