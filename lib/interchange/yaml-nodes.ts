import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, visit } from 'yaml';
import { ConfigFileError } from './config-error';

/** A file of the largest size read has fewer values than this, unless aliases multiply them. */
const MAX_VALUES = 300_000;
const MAX_DEPTH = 32;

/**
 * A parsed document as plain values, aliases and merge keys (`<<`) resolved. The library's own conversion counts aliases,
 * not the values they expand to, and merges without memory; here every value counts against one budget.
 */
export function plainValue(document: Document.Parsed): unknown {
  const targets = aliasTargets(document);
  let left = MAX_VALUES;

  function convert(node: unknown, depth: number): unknown {
    left -= 1;
    if (left < 0) throw new ConfigFileError(['its anchors expand to too many values']);
    if (depth > MAX_DEPTH) throw new ConfigFileError([`it is nested deeper than ${MAX_DEPTH} levels`]);
    const target = isAlias(node) ? targets.get(node) : node;
    if (isScalar(target)) return target.value;
    if (isSeq(target)) return target.items.map((item) => convert(item, depth + 1));
    return isMap(target) ? Object.fromEntries(entries(target.items, depth)) : null;
  }

  function entries(items: { key: unknown; value: unknown }[], depth: number): Map<string, unknown> {
    const own = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    for (const { key, value } of items) {
      if (isScalar(key) && key.value === '<<' && key.type === 'PLAIN') {
        for (const [name, inherited] of inheritedEntries(value, depth))
          if (!merged.has(name)) merged.set(name, inherited);
        continue;
      }
      const name = keyText(key);
      if (own.has(name)) throw new ConfigFileError([`the key "${name.slice(0, 60)}" stands twice in one map`]);
      own.set(name, convert(value, depth + 1));
    }
    return new Map([...merged, ...own]);
  }

  function inheritedEntries(value: unknown, depth: number): [string, unknown][] {
    const source = convert(value, depth + 1);
    const maps = Array.isArray(source) ? source : [source];
    return maps.flatMap((map) => {
      if (typeof map !== 'object' || map === null || Array.isArray(map)) {
        throw new ConfigFileError(['"<<" merges a map or a list of maps']);
      }
      return Object.entries(map);
    });
  }

  return convert(document.contents, 0);
}

// YAML 1.1 reads an unquoted `no` or `off` as a boolean, in keys too.
function keyText(key: unknown): string {
  const value = isScalar(key) ? key.value : undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new ConfigFileError([
    typeof value === 'boolean' ? `the key "${value}" is read as a boolean: write it in quotes` : 'a key is not a text',
  ]);
}

/** Each alias with the node it stands for: the last one before it with that anchor. */
function aliasTargets(document: Document.Parsed): Map<unknown, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<unknown, Node>();
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) throw new ConfigFileError([`the alias "${node.source.slice(0, 60)}" has no anchor before it`]);
      targets.set(node, target);
    } else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') {
      anchors.set(node.anchor, node);
    }
  });
  return targets;
}
