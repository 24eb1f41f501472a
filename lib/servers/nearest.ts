/** The known key that this one was probably meant to be: a slip of a few letters, another case, another word order. */
export function nearestKey(key: string, known: readonly string[]): string | null {
  if (key.length > 60) return null;
  const plain = normal(key);
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const distance = Math.min(
      editDistance(plain, normal(name)),
      words(key) === words(name) ? 0 : Number.POSITIVE_INFINITY,
    );
    const allowed = Math.max(1, Math.floor(name.length / 4));
    if (distance <= allowed && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

function normal(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function words(key: string): string {
  const split = key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return split.sort().join('_');
}

/** Damerau-Levenshtein: a swap of neighbours is one slip. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, at(i - 2, j - 2) + 1);
      row[j] = value;
    }
  }
  return at(a.length, b.length);
}
