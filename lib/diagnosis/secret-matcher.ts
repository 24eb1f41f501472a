import { SecretTrie } from './secret-trie';

const MARK = '[set]';
/** Texts of a server are cut at this length or later, perhaps in the middle of a secret. */
const MIN_CUT_LENGTH = 200;
const MIN_SECRET_LENGTH = 6;

/**
 * Finds all secrets of a target at once (Aho and Corasick, 1975): one pass over a text, however many secrets there are
 * and however much of them the text repeats. Secrets shorter than six characters stay, because they would take
 * ordinary words with them.
 */
export class SecretMatcher {
  readonly isEmpty: boolean;
  private readonly shortest: number;
  private readonly trie: SecretTrie;

  constructor(secrets: string[]) {
    const long = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
    this.isEmpty = long.length === 0;
    this.shortest = long.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
    this.trie = new SecretTrie(long);
  }

  /** The text with a mark for each stretch of it that secrets cover, a secret cut off at its end among them. */
  clean(text: string): string {
    if (text.length < this.shortest && text.length < MIN_CUT_LENGTH) return text;
    const { trie } = this;
    const stretches: [start: number, end: number][] = [];
    let node = 0;
    for (let at = 0; at < text.length; at += 1) {
      node = trie.step(node, text.charCodeAt(at));
      const length = node === 0 ? 0 : trie.secretLength(node);
      if (length > 0) cover(stretches, at + 1 - length, at + 1);
    }
    const begun = trie.depth(node);
    if (text.length >= MIN_CUT_LENGTH && begun >= MIN_SECRET_LENGTH) cover(stretches, text.length - begun, text.length);
    return marked(text, stretches);
  }
}

/** Adds a stretch that ends no earlier than the others. Those that overlap become one; neighbours stay two. */
function cover(stretches: [start: number, end: number][], start: number, end: number): void {
  let from = start;
  for (let last = stretches.at(-1); last && last[1] > from; last = stretches.at(-1)) {
    from = Math.min(from, last[0]);
    stretches.pop();
  }
  stretches.push([from, end]);
}

function marked(text: string, stretches: [start: number, end: number][]): string {
  if (stretches.length === 0) return text;
  const ends = [0, ...stretches.map(([, end]) => end)];
  const kept = stretches.map(([start], index) => text.slice(ends[index], start) + MARK);
  return kept.join('') + text.slice(ends.at(-1));
}
