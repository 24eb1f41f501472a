/** A name for a download that every file system and shell takes: "Corp: root & issuing" becomes "corp-root-issuing.pem". */
export function pemFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain || 'bundle'}.pem`;
}
