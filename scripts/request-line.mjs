const HOST = /^(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::\d{1,5})?$/i;

/** Of all methods, those that something in Vouch answers. TRACE and CONNECT are nobody's business here. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Whether a text is what the Host header may hold (RFC 9110 section 7.2): a name or address, perhaps with a port. */
export function isHost(text) {
  return HOST.test(text) && URL.canParse(`http://${text}`);
}

/**
 * The path that is asked for; null when the target is none, or belongs to another host. Clients of a forward proxy name the
 * whole URL (RFC 9112 section 3.2.2), which every server has to take.
 */
export function pathOf(target, host) {
  if (target.startsWith('/')) return target;
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target) ?? [];
  if (authority?.toLowerCase() !== host.toLowerCase()) return null;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
