import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../lab/property-run';
import { SecretMatcher } from './secret-matcher';

/** What `clean` promises, said one secret and one place at a time. */
function slowly(text: string, secrets: string[]): string {
  const long = secrets.filter(({ length }) => length >= 6);
  const stretches: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    for (const secret of long) if (text.startsWith(secret, at)) stretches.push([at, at + secret.length]);
    const isBegun = text.length - at >= 6 && long.some((secret) => secret.startsWith(text.slice(at)));
    if (text.length >= 200 && isBegun) stretches.push([at, text.length]);
  }
  let left = '';
  let end = 0;
  for (const [from, to] of stretches) {
    if (from >= end) left += `${text.slice(end, from)}[set]`;
    end = Math.max(end, to);
  }
  return left + text.slice(end);
}

const words = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
const secretLists = fc.array(words, { maxLength: 6 });
const cases = secretLists.chain((secrets) => {
  const part = fc.constantFrom('', ...secrets).chain((secret) => fc.nat(12).map((length) => secret.slice(0, length)));
  const texts = fc.tuple(fc.constantFrom(0, 180, 195, 200), fc.array(fc.oneof(part, words, fc.constant('-'))));
  return fc.tuple(
    fc.constant(secrets),
    texts.map(([padding, parts]) => '.'.repeat(padding) + parts.join('')),
  );
});

/** The shortest of a few times, in ms: what else the machine does only ever adds. */
function fastest(matcher: SecretMatcher, text: string): number {
  const times = Array.from({ length: 7 }, () => {
    const started = performance.now();
    matcher.clean(text);
    return performance.now() - started;
  });
  return Math.min(...times);
}

describe('a text without its secrets', () => {
  it('is what looking for each secret at each place gives', () => {
    const check = ([secrets, text]: [string[], string]) => {
      expect(new SecretMatcher(secrets).clean(text)).toBe(slowly(text, secrets));
    };
    fc.assert(fc.property(cases, check), runs(2000));
  });

  it('holds nothing of secrets that overlap in it', () => {
    expect(new SecretMatcher(['abcdef', 'defghi-longer']).clean('1 abcdefghi-longer 2')).toBe('1 [set] 2');
    expect(new SecretMatcher(['abcabcabc']).clean('abcabcabcabcabc')).toBe('[set]');
  });

  it('keeps one mark for each of two secrets in a row', () => {
    expect(new SecretMatcher(['abcdef']).clean('abcdefabcdef')).toBe('[set][set]');
  });

  it('costs about the same with one secret as with a thousand', () => {
    const secrets = Array.from({ length: 1000 }, (_, index) => `k${index}-${'x'.repeat(200)}-end`);
    const text = `k7-${'x'.repeat(40)} some words `.repeat(4000);
    const [one, thousand] = [new SecretMatcher(secrets.slice(0, 1)), new SecretMatcher(secrets)];
    expect(fastest(thousand, text)).toBeLessThan(fastest(one, text) * 50);
  });

  it('costs about the same when a long secret repeats itself as when a short one does', () => {
    const text = `${'a'.repeat(7000)}-`.repeat(30);
    const [short, long] = [10, 8000].map((length) => new SecretMatcher([`${'a'.repeat(length)}b`]));
    expect(fastest(long as SecretMatcher, text)).toBeLessThan(fastest(short as SecretMatcher, text) * 50);
  });
});
