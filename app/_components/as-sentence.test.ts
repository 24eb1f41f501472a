import { expect, test } from 'vitest';
import { asSentence } from './as-sentence';

test.each([
  ['the email is a text', 'The email is a text.'],
  ['Vouch did not answer. Is it running?', 'Vouch did not answer. Is it running?'],
  ['ana@corp.example has an account already', 'ana@corp.example has an account already.'],
])('%s', (message, sentence) => {
  expect(asSentence(message)).toBe(sentence);
});
