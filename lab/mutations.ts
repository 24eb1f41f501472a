import fc from 'fast-check';
import { encode } from './der';

/** One element of DER as a tree, in which lengths take care of themselves. */
interface Node {
  tag: number;
  /** Elements inside; null for plain content. */
  children: Node[] | null;
  content: Buffer;
}

const edits = ['tag', 'flip', 'fill', 'empty', 'remove', 'repeat', 'swap', 'graft', 'nest'] as const;
const cuts = ['flip', 'delete', 'insert', 'repeat', 'truncate', 'length'] as const;
/** Declared lengths: 4 GiB, 2 GiB, indefinite, reserved, five octets, none, short, padded. */
const lengths = ['84ffffffff', '847fffffff', '80', 'ff', '850100000000', '00', '7f', '82000a'];

type Cut = { cut: (typeof cuts)[number]; at: number; size: number; bytes: Uint8Array };
type Edit = { edit: (typeof edits)[number]; at: number; other: number; bytes: Uint8Array };

const place = fc.nat({ max: 1_000_000 });
const few = fc.uint8Array({ minLength: 1, maxLength: 12 });

/** Changes to bytes, whatever they are. */
export const someCuts: fc.Arbitrary<Cut[]> = fc.array(
  fc.record({ cut: fc.constantFrom(...cuts), at: place, size: fc.integer({ min: 1, max: 40 }), bytes: few }),
  { minLength: 1, maxLength: 4 },
);

/** Changes to elements of DER that keep every length right, so that they reach what is behind the first parser. */
export const someEdits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({ edit: fc.constantFrom(...edits), at: place, other: place, bytes: few }),
  { minLength: 1, maxLength: 3 },
);

export function cutUp(content: Buffer, changes: readonly Cut[]): Buffer {
  return changes.reduce((bytes, change) => cutOnce(bytes, change), content);
}

function cutOnce(bytes: Buffer, { cut, at: place, size, bytes: other }: Cut): Buffer {
  const at = place % (bytes.length || 1);
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, at + size), bytes.subarray(at + size)];
  switch (cut) {
    case 'flip':
      return Buffer.concat([before, piece.map((octet, index) => octet ^ (other[index % other.length] ?? 0)), after]);
    case 'delete':
      return Buffer.concat([before, after]);
    case 'insert':
      return Buffer.concat([before, other, piece, after]);
    case 'repeat':
      return Buffer.concat([before, piece, piece, after]);
    case 'truncate':
      return before;
    case 'length':
      return Buffer.concat([before, Buffer.from(lengths[size % lengths.length] ?? '', 'hex'), bytes.subarray(at + 1)]);
  }
}

/** DER with some of its elements changed. Content of OCTET STRINGs that is DER itself is reached too. */
export function editElements(der: Buffer, changes: Edit[]): Buffer {
  const root = treeOf(der);
  if (!root) return der;
  for (const change of changes) editOnce(root, change);
  return write(root);
}

function editOnce(root: Node, { edit, at, other, bytes }: Edit): void {
  const places = placesIn(root);
  const { node, siblings, index } = places[at % places.length] as Place;
  const donor = places[other % places.length]?.node as Node;
  switch (edit) {
    case 'tag':
      node.tag = bytes[0] ?? 0;
      break;
    case 'flip':
      if (!node.children)
        node.content = node.content.map((octet, at) => octet ^ (bytes[at % bytes.length] ?? 0)) as Buffer;
      break;
    case 'fill':
      setContent(node, Buffer.from(bytes));
      break;
    case 'empty':
      setContent(node, Buffer.alloc(0));
      break;
    case 'remove':
      siblings.splice(index, 1);
      break;
    case 'repeat':
      siblings.splice(index, 0, copyOf(node));
      break;
    case 'swap':
      siblings.splice(other % siblings.length, 0, ...siblings.splice(index, 1));
      break;
    case 'graft':
      siblings[index] = copyOf(donor);
      break;
    case 'nest':
      siblings[index] = nested(node, 1 + (other % 300));
      break;
  }
}

function setContent(node: Node, content: Buffer): void {
  node.children = null;
  node.content = content;
}

function nested(node: Node, levels: number): Node {
  let outer = node;
  for (let level = 0; level < levels; level += 1) outer = { tag: 0x30, children: [outer], content: Buffer.alloc(0) };
  return outer;
}

interface Place {
  node: Node;
  siblings: Node[];
  index: number;
}

function placesIn(root: Node): Place[] {
  const inside = (node: Node): Place[] =>
    (node.children ?? []).flatMap((child, index, siblings) => [{ node: child, siblings, index }, ...inside(child)]);
  return [{ node: root, siblings: [root], index: 0 }, ...inside(root)];
}

function copyOf(node: Node): Node {
  return { ...node, children: node.children?.map(copyOf) ?? null };
}

function write({ tag, children, content }: Node): Buffer {
  return children ? encode(tag, ...children.map(write)) : encode(tag, content);
}

function treeOf(der: Buffer): Node | null {
  const [only, ...others] = nodesOf(der) ?? [];
  return only && others.length === 0 ? only : null;
}

/** Null for what is no DER through and through. */
function nodesOf(bytes: Buffer): Node[] | null {
  const nodes: Node[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at + 1] ?? 0xff;
    const more = first < 0x80 ? 0 : first - 0x80;
    if (more > 3 || first === 0x80 || at + 2 + more > bytes.length) return null;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    if (start + length > bytes.length) return null;
    nodes.push(nodeOf(bytes[at] ?? 0, bytes.subarray(start, start + length)));
    at = start + length;
  }
  return nodes;
}

function nodeOf(tag: number, content: Buffer): Node {
  const mayHold = (tag & 0x20) !== 0 || tag === 0x04;
  return { tag, children: mayHold && content.length > 0 ? nodesOf(content) : null, content };
}
