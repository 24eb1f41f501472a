import { LineCounter, parseDocument, Scalar, type ScalarTag, type Tags } from 'yaml';
import { ConfigFileError } from './config-error';
import { plainValue } from './yaml-nodes';

/** YAML 1.1 booleans as PyYAML reads them, which LiteLLM uses: without the single letters `y` and `n`. */
const booleans: ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
    resolve: () => new Scalar(true),
  },
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
    resolve: () => new Scalar(false),
  },
];

/** Dates, times and binary data stay text; `<<` is resolved by {@link plainValue}. */
const leftOut = ['bool', 'binary', 'merge', 'omap', 'pairs', 'set', 'timestamp'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

const customTags = (tags: Tags): Tags => [
  ...tags.filter(
    (tag) => typeof tag !== 'string' && !leftOut.includes(tag.tag) && !('format' in tag && tag.format === 'TIME'),
  ),
  ...booleans,
];

/** Reads a YAML 1.1 document into plain values. Throws ConfigFileError with the place of what is wrong. */
export function parseYaml(text: string): unknown {
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, {
      version: '1.1',
      customTags,
      lineCounter: lines,
      // Not 'silent': that also hides a second document.
      logLevel: 'error',
      prettyErrors: false,
      // Checked while converting: the library compares every key with every other one.
      uniqueKeys: false,
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem?.code === 'RESOURCE_EXHAUSTION') throw new ConfigFileError(['it is nested too deep']);
    if (problem) {
      const { line, col } = lines.linePos(problem.pos[0]);
      // The library's message may quote the file, its code never does.
      throw new ConfigFileError([
        `line ${line}, column ${col}: not YAML (${problem.code.toLowerCase().replaceAll('_', ' ')})`,
      ]);
    }
    return plainValue(document);
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigFileError(['it is nested too deep']);
    throw error;
  }
}
