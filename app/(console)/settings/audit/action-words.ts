import type { Outcome } from '@/lib/audit/dto';

/** What was done, and what somebody who was refused tried to do. */
const words: Record<string, readonly [done: string, tried: string]> = {
  'servers.create': ['Added a server', 'add a server'],
  'servers.update': ['Changed a server', 'change a server'],
  'servers.remove': ['Deleted a server', 'delete a server'],
  'servers.disable_verification': ['Turned verification off', 'turn verification off'],
  'servers.exception_end': ['Ended an exception', 'end an exception'],
  'servers.mirror': ['Took over the YAML file', 'take over the YAML file'],
  'bundles.create': ['Added a bundle', 'add a bundle'],
  'bundles.replace': ['Changed a bundle', 'change a bundle'],
  'bundles.extend': ['Extended a bundle', 'extend a bundle'],
  'bundles.remove': ['Deleted a bundle', 'delete a bundle'],
  'bundles.preview': ['Previewed a change of a bundle', 'preview a change of a bundle'],
  'bundles.read_input': ['Read certificates', 'read certificates'],
  'bundles.describe_file': ['Looked at a bundle’s file', 'look at a bundle’s file'],
  'checks.apply_repair': ['Applied a repair', 'apply a repair'],
  'checks.test_connection': ['Tested a connection', 'test a connection'],
  'checks.check_servers': ['Checked servers', 'check servers'],
  'checks.inspect': ['Inspected a chain', 'inspect a chain'],
  'checks.list_tools': ['Listed tools', 'list tools'],
  'checks.call_tool': ['Ran a tool', 'run a tool'],
  'sessions.create': ['Signed in', 'sign in'],
  'sessions.remove': ['Signed out', 'sign out'],
  'sessions.remove_one': ['Signed out another browser', 'sign out another browser'],
  'sessions.remove_all': ['Signed out everywhere', 'sign out everywhere'],
  'accounts.set_up': ['Made the first admin', 'make the first admin'],
  'accounts.change_password': ['Changed their password', 'change their password'],
  'accounts.link': ['Linked an account', 'link an account'],
  'users.list': ['Listed the users', 'list the users'],
  'users.create': ['Added a user', 'add a user'],
  'users.update': ['Changed a user', 'change a user'],
  'users.remove': ['Deleted a user', 'delete a user'],
  'users.reset_password': ['Reset a password', 'reset a password'],
  'keys.list': ['Listed the API keys', 'list the API keys'],
  'keys.create': ['Made an API key', 'make an API key'],
  'keys.remove': ['Deleted an API key', 'delete an API key'],
  'access.key': ['Used a key', 'use a key'],
  'egress.update': ['Changed the egress rules', 'change the egress rules'],
  'egress.try': ['Tried the egress rules', 'try the egress rules'],
  'audit.retention.update': ['Changed the retention', 'change the retention'],
  'audit.prune': ['Removed old entries', 'remove old entries'],
  'secrets.rotate': ['Replaced the secret key', 'replace the secret key'],
};

/** "Changed a server", "Tried to change a server"; an action without words stands as it is. */
export function actionWords(action: string, outcome: Outcome): string {
  const [done, tried] = (Object.hasOwn(words, action) && words[action]) || [action, action];
  if (outcome === 'done') return done;
  return done === action ? action : `Tried to ${tried}`;
}

/** The actions to choose from, by what they are called; one that is chosen and unknown is among them. */
export function actionChoices(chosen: string): { action: string; label: string }[] {
  const known = Object.entries(words).map(([action, [label]]) => ({ action, label }));
  const all = chosen === '' || Object.hasOwn(words, chosen) ? known : [...known, { action: chosen, label: chosen }];
  return all.sort((a, b) => (a.label < b.label ? -1 : 1));
}
