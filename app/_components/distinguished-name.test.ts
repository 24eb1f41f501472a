import { expect, test } from 'vitest';
import { shortName } from './distinguished-name';

test.each([
  ['CN=mcp.corp.example, O=Corp', 'mcp.corp.example'],
  ['C=DE, O=Corp, CN=Corp Root', 'Corp Root'],
  ['C=JP, O=SECOM Trust.net', 'C=JP, O=SECOM Trust.net'],
  ['', 'no name'],
])('%j is shown as %j', (name, short) => {
  expect(shortName(name)).toBe(short);
});
