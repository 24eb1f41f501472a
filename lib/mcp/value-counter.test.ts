import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../lab/property-run';
import { ValueCounter } from './value-counter';

/** Counted in chunks of the given size. */
function counted(text: string, size = text.length): number {
  const counter = new ValueCounter();
  const bytes = new TextEncoder().encode(text);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += size) sum += counter.count(bytes.subarray(at, at + size));
  return sum;
}

/** Each array, each object and what is in them; an empty one counts as if something was in it. */
function valuesIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const items = Object.values(value);
  return Math.max(1, items.length) + items.reduce((sum: number, item) => sum + valuesIn(item), 0);
}

it('counts the values of any JSON, wherever it is divided and however it is laid out', () => {
  const check = (value: unknown, size: number, indent: number) => {
    expect(counted(JSON.stringify(value, null, indent), size)).toBe(valuesIn(value));
  };
  fc.assert(fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 1), check), runs(500));
});

it('takes no text for structure', () => {
  expect(counted(String.raw`{"a,[{\"":"b,\\","c":"\\\",{["}`)).toBe(2);
});

it('is not led astray by a quote in a comment between events', () => {
  for (const end of ['\n', '\r']) expect(counted(`: "${end}data: [1,2,3]${end}: \\${end}data: [1]`)).toBe(4);
});
