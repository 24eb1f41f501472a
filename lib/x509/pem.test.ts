import { describe, expect, it } from 'vitest';
import { looksLikeDer, pemBlocks, toPem } from './pem';

const block = (label: string, body = 'YWJj') => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
const read = (text: string) => pemBlocks(text).map(({ label, der }) => [label, der.toString('latin1')]);

describe('pemBlocks', () => {
  it('finds every block in order, whatever stands between', () => {
    const text = `subject=x\n${block('CERTIFICATE')}junk ---\n${block('EC PARAMETERS', 'eHl6')}`;
    expect(read(text)).toEqual([
      ['CERTIFICATE', 'abc'],
      ['EC PARAMETERS', 'xyz'],
    ]);
    expect(read('')).toEqual([]);
    expect(read('-----BEGIN-----\n-----BEGIN lower case-----')).toEqual([]);
  });

  it('keeps a block that is not whole, with what cannot be taken for a certificate', () => {
    expect(read('-----BEGIN A-----\nYWJj\n')).toEqual([['A', '']]);
    expect(read(`-----BEGIN A-----\nYWJj\n-----END B-----\n${block('C')}`)).toEqual([
      ['A', ''],
      ['C', 'abc'],
    ]);
  });

  it('finds a block after a byte order mark, indented, and glued to the one before', () => {
    expect(read(`\ufeff${block('A')}`)).toEqual([['A', 'abc']]);
    expect(read(Buffer.from(`\ufeff${block('A')}`).toString('latin1'))).toEqual([['A', 'abc']]);
    expect(read(`\t ${block('A')}`)).toEqual([['A', 'abc']]);
    expect(read(`${block('A').trim()}${block('B').trim()}${block('C')}`).map(([label]) => label)).toEqual([
      'A',
      'B',
      'C',
    ]);
  });

  it('does not find one that is commented out or quoted', () => {
    expect(read(`# ${block('A')}`)).toEqual([]);
    expect(read(`key: "${block('A')}"`)).toEqual([]);
  });

  it('takes time in proportion to the text, however hostile', () => {
    const time = (text: string) => {
      const started = performance.now();
      pemBlocks(text);
      return performance.now() - started;
    };
    for (const piece of [
      '-',
      '-----BEGIN A-----',
      '-----END A-----',
      '-----BEGIN ',
      ' ',
      '-----BEGIN A-----\n',
      `${block('A')}`,
    ]) {
      expect(time(piece.repeat(1_000_000 / piece.length))).toBeLessThan(1000);
    }
  });
});

describe('toPem', () => {
  it('writes 64 characters a line, and gives back what was read', () => {
    for (const length of [1, 47, 48, 49, 1000]) {
      const der = Buffer.alloc(length, 7);
      const text = toPem(der);
      expect(
        Math.max(
          ...text
            .split('\n')
            .slice(1, -2)
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(64);
      expect(pemBlocks(text)).toEqual([{ label: 'CERTIFICATE', der }]);
    }
  });
});

describe('looksLikeDer', () => {
  it('knows the start of a long SEQUENCE from that of a text', () => {
    expect(looksLikeDer(Buffer.from([0x30, 0x82, 1, 2]))).toBe(true);
    expect(looksLikeDer(Buffer.from([0x30, 0x81, 0x90]))).toBe(true);
    for (const text of ['', '0', '00', '-----BEGIN', '0\n']) expect(looksLikeDer(Buffer.from(text))).toBe(false);
  });
});
