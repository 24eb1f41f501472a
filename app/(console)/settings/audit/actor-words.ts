const kinds: Record<string, string> = {
  api_key: 'API key',
  master_key: 'Master key',
  config: 'YAML file',
  system: 'Vouch itself',
  anonymous: 'Not signed in',
};

/** What stands beside the name of somebody who is no signed-in person; null for one who is. */
export function actorKindWords(kind: string): string | null {
  return kind === 'user' ? null : (kinds[kind] ?? kind);
}

const subjects: Record<string, string> = {
  server: 'Server',
  bundle: 'Bundle',
  user: 'User',
  api_key: 'API key',
  session: 'Session',
  setting: 'Setting',
  config: 'File',
  secret_key: 'Secret key',
};

/** "Server" */
export function subjectTypeWords(type: string): string {
  return subjects[type] ?? type;
}
