import { describe, expect, it } from 'vitest';
import { parseYaml } from './parse-yaml';

describe('YAML', () => {
  it.each([
    ['no', false],
    ['off', false],
    ['No', false],
    ['FALSE', false],
    ['yes', true],
    ['on', true],
    ['"no"', 'no'],
    ["'off'", 'off'],
    ['y', 'y'],
    ['n', 'n'],
    ['nO', 'nO'],
    ['2026-01-01', '2026-01-01'],
    ['12:30', '12:30'],
    ['0x10', 16],
    ['~', null],
    ['', null],
  ])('reads %j as PyYAML does, or as the text it is: %j', (text, value) => {
    expect(parseYaml(`a: ${text}`)).toEqual({ a: value });
  });

  it('resolves anchors and merge keys, own keys first, earlier maps first', () => {
    const text = `
base: &base { a: 1, b: 1 }
more: &more { b: 2, c: 2 }
one: { <<: *base, a: 9 }
two: { <<: [*base, *more], d: 3 }
three: *base
"<<": text`;
    expect(parseYaml(text)).toMatchObject({
      one: { a: 9, b: 1 },
      two: { a: 1, b: 1, c: 2, d: 3 },
      three: { a: 1, b: 1 },
      '<<': 'text',
    });
  });

  it('takes the last anchor of a name that stands before the alias', () => {
    expect(parseYaml('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it('reads 1,000 servers that share one anchor', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `s${index}: { <<: *d, url: u }`);
    expect(Object.keys(parseYaml(`d: &d { a: 1, b: 2 }\n${lines.join('\n')}`) as object)).toHaveLength(1001);
  });

  it('keeps __proto__ a plain key', () => {
    const value = parseYaml('{ __proto__: { isAdmin: true } }') as { isAdmin?: boolean };
    expect(value.isAdmin).toBeUndefined();
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  const bomb = (level: (index: number) => string) =>
    ['l0: &l0 { x: lol }', ...Array.from({ length: 30 }, (_, index) => level(index + 1))].join('\n');

  it.each<[string, string, RegExp]>([
    [
      'a list of aliases',
      bomb(
        (i) =>
          `l${i}: &l${i} [${Array(10)
            .fill(`*l${i - 1}`)
            .join(', ')}]`,
      ),
      /too many values/,
    ],
    [
      'merged maps',
      bomb(
        (i) =>
          `l${i}: &l${i} { <<: [${Array(10)
            .fill(`*l${i - 1}`)
            .join(', ')}] }`,
      ),
      /too many values/,
    ],
    [
      'maps of aliases',
      bomb((i) => `l${i}: &l${i} { ${Array.from({ length: 10 }, (_, k) => `k${k}: *l${i - 1}`).join(', ')} }`),
      /too many values/,
    ],
    ['one large list, often', `a: &a [${'1,'.repeat(20_000)}]\nb: [${'*a ,'.repeat(10_000)}]`, /too many values/],
    ['an alias to itself', 'a: &a [*a]', /deeper than/],
    ['100,000 brackets', '['.repeat(100_000), /too deep|deeper than|not YAML/],
    ['100,000 closed brackets', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`, /too deep|deeper than/],
  ])('refuses %s in bounded time', (_, text, message) => {
    const started = performance.now();
    expect(() => parseYaml(text)).toThrow(message);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('looks for repeated keys in bounded time', () => {
    const started = performance.now();
    const text = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(Object.keys(parseYaml(text) as object)).toHaveLength(60_000);
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  it.each<[string, RegExp]>([
    ['a: 1\na: 2', /the key "a" stands twice/],
    ['a: 1\n"a": 2', /the key "a" stands twice/],
    ['off: 1', /read as a boolean: write it in quotes/],
    ['? [a]\n: 1', /a key is not a text/],
    ['a: *nothing', /not YAML|no anchor/],
    ['a: "s3cret', /line 1, column \d+: not YAML/],
    ['a: !secret s3cret', /not YAML \(tag resolve failed\)/],
    ['a: 1\n---\nb: 2', /not YAML/],
    ['a: [1\nb: s3cret', /not YAML/],
    ['\tb: 1', /not YAML/],
    ['a: { <<: 1 }', /merges a map/],
  ])('refuses %j without quoting it', (text, message) => {
    try {
      parseYaml(text);
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).not.toContain('s3cret');
    }
  });
});
