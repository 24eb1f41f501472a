import { expect, test } from 'vitest';
import { admin as actor } from '@/lib/access/actors.fixture';
import { readBundleInput } from '@/lib/bundles/read-input';
import { issueCertificate } from '../../../../lab/certificates';
import { readFile, textProblem } from './read-file';

const issued = await issueCertificate({ subject: 'CN=Corp Root', isCa: true });
const der = new Uint8Array(issued.certificate.rawData);

test('PEM goes as text, and every other form as base64 of its very bytes', async () => {
  expect(await readFile(new File([issued.pem], 'a.pem'))).toEqual({ input: { pem: issued.pem } });
  const read = await readFile(new File([der], 'a.der'));
  expect(read).toEqual({ input: { content_base64: Buffer.from(der).toString('base64') } });
});

test('a private key is refused before it is sent, in the words in which the server refuses it', async () => {
  const text = issued.pem + issued.keyPem;
  const problem = textProblem(text);
  await expect(readBundleInput({ actor, input: { pem: text } })).rejects.toMatchObject({
    issues: [{ path: ['pem'], message: problem }],
  });
  expect(await readFile(new File([text], 'corp.pem'))).toEqual({
    problem: expect.stringMatching(/^corp\.pem holds a private key\./),
  });
  expect(textProblem(issued.pem)).toBeNull();
});

test('what the server would not take for its size is not sent', async () => {
  const large = 'x'.repeat(1024 * 1024);
  expect(textProblem(large)).toContain('too large');
  expect(await readFile(new File([large], 'large.pem'))).toEqual({
    problem: expect.stringContaining('large.pem is too large'),
  });
  // Base64 is a third longer.
  expect(await readFile(new File([new Uint8Array(900 * 1024)], 'large.der'))).toHaveProperty('problem');
});
