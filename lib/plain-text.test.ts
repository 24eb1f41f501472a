import { expect, it } from 'vitest';
import { plainText } from './plain-text';

it('takes out what would turn or break the text around it, and nothing else', () => {
  expect(plainText('1.0\u202e\u0007\r\nend')).toBe('1.0 end');
  expect(plainText('Ünïcode العربية 🙂 a-b_c')).toBe('Ünïcode العربية 🙂 a-b_c');
});
