/**
 * `rest`: programs; `screen`: people, with server actions; `entry`: where one becomes somebody; `static`: files of the
 * build, nothing of which is secret; `health`: probes of containers.
 */
export type Door = 'rest' | 'screen' | 'entry' | 'static' | 'health';

const entries = new Set(['/sign-in', '/set-up', '/api/v1/session', '/api/v1/set-up', '/api/auth/sso']);
const statics = new Set(['/icon.svg', '/favicon.ico']);

/** Which door a path leads to. */
export function doorOf(pathname: string): Door {
  if (pathname === '/api/health') return 'health';
  if (entries.has(pathname) || pathname.startsWith('/api/auth/callback/')) return 'entry';
  if (statics.has(pathname) || pathname.startsWith('/_next/static/')) return 'static';
  return /^\/(v1|mcp-rest|api)(\/|$)/.test(pathname) ? 'rest' : 'screen';
}
