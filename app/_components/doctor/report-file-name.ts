/** "vouch-payments-2026-11-22.json", safe on every file system. */
export function reportFileName(name: string, checkedAt: string): string {
  const safe = name.replaceAll(/[^\p{L}\p{N}._]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return `vouch-${safe.slice(0, 80) || 'report'}-${checkedAt.slice(0, 10)}.json`;
}
