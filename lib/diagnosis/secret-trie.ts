/**
 * All secrets as one tree of characters, in flat arrays: a few bytes a character, because spellings of long headers
 * come to hundreds of thousands. Node 0 is the root: nothing of a secret read yet.
 */
export class SecretTrie {
  private size = 1;
  private readonly codes: Uint16Array;
  private readonly parents: Int32Array;
  private readonly depths: Int32Array;
  /** Of each node, the one for the longest proper end of what it spells. */
  private readonly fallbacks: Int32Array;
  /** Of each node, the length of the longest secret that ends what it spells; 0 for none. */
  private readonly found: Int32Array;
  /** Children by parent and character: open addressing, at most half full. */
  private readonly table: Int32Array;
  /** Children of the root by character, where nearly all steps start. */
  private readonly firsts = new Int32Array(65_536);

  constructor(secrets: string[]) {
    const capacity = secrets.reduce((sum, { length }) => sum + length, 1);
    this.codes = new Uint16Array(capacity);
    this.parents = new Int32Array(capacity);
    this.depths = new Int32Array(capacity);
    this.fallbacks = new Int32Array(capacity);
    this.found = new Int32Array(capacity);
    this.table = new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2)));
    this.grow(secrets.toSorted((a, b) => b.length - a.length));
  }

  /** How much of a secret a node spells, in characters. */
  depth(node: number): number {
    return this.depths[node] as number;
  }

  /** The length of the longest secret that ends at a node, 0 when none does. */
  secretLength(node: number): number {
    return this.found[node] as number;
  }

  /** Where a character leads from a node. Falls back no more often, over a whole text, than it went forward. */
  step(node: number, code: number): number {
    for (let from = node; from !== 0; from = this.fallbacks[from] as number) {
      const child = this.table[this.slot(from, code)] as number;
      if (child !== 0) return child;
    }
    return this.firsts[code] as number;
  }

  /** All secrets a character at a time, longest first: what a node falls back to is shorter, so it is complete by then. */
  private grow(secrets: string[]): void {
    const ends = new Int32Array(secrets.length);
    let growing = secrets.length;
    for (let depth = 1; growing > 0; depth += 1) {
      for (let index = 0; index < growing; index += 1) {
        const secret = secrets[index] as string;
        const node = this.childOf(ends[index] as number, secret.charCodeAt(depth - 1));
        ends[index] = node;
        if (secret.length === depth) this.found[node] = depth;
      }
      while (growing > 0 && (secrets[growing - 1] as string).length <= depth) growing -= 1;
    }
  }

  private childOf(parent: number, code: number): number {
    const slot = this.slot(parent, code);
    const known = this.table[slot] as number;
    if (known !== 0) return known;
    const child = this.size;
    const fallback = parent === 0 ? 0 : this.step(this.fallbacks[parent] as number, code);
    this.size += 1;
    this.table[slot] = child;
    this.codes[child] = code;
    this.parents[child] = parent;
    this.depths[child] = this.depth(parent) + 1;
    this.fallbacks[child] = fallback;
    this.found[child] = this.secretLength(fallback);
    if (parent === 0) this.firsts[code] = child;
    return child;
  }

  /** The slot of a child, or the free one where it belongs. */
  private slot(parent: number, code: number): number {
    const mask = this.table.length - 1;
    let slot = mixed(parent, code) & mask;
    for (let child = this.table[slot] as number; child !== 0; child = this.table[slot] as number) {
      if (this.parents[child] === parent && this.codes[child] === code) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

/** Neighbouring nodes and characters far apart (the finalizer of MurmurHash3). */
function mixed(parent: number, code: number): number {
  let hash = Math.imul(parent, 0x9e3779b1) + code;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
