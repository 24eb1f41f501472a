import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Issued } from '../../lab/certificates';
import { manyCertificates } from '../../lab/many-certificates';
import { cutUp, editElements, someCuts, someEdits } from '../../lab/mutations';
import { inTime, runs } from '../../lab/property-run';
import { CertificatesError } from './certificates-error';
import { containerForm } from './container-form';
import { pemBlocks, toPem } from './pem';
import { readCertificates, readPemCertificates } from './read-certificates';

let all: Issued[];
beforeAll(async () => {
  const { families, odd } = await manyCertificates();
  all = [...families.flatMap((family) => Object.values(family)), ...odd];
});

const which = fc.nat({ max: 1_000_000 });
const one = (index: number) => all[index % all.length] as Issued;
const der = (index: number) => Buffer.from(one(index).certificate.rawData);

/** Either certificates that can be used, or a CertificatesError without anything of the content in it. */
function expectRead(content: Buffer, secret?: string): void {
  for (const read of [(bytes: Buffer) => readCertificates(bytes).certificates, readPemCertificates]) {
    try {
      const certificates = read(content);
      expect(certificates.length).toBeGreaterThan(0);
      expect(JSON.stringify(certificates.map(({ subject, raw }) => [subject, toPem(raw)]))).toBeTruthy();
    } catch (error) {
      if (!(error instanceof CertificatesError)) throw error;
      expect(error.fix).not.toBe('');
      const said = `${error.message} ${error.fix}`;
      for (const line of secret?.split('\n').filter((text) => text.length > 16 && !text.startsWith('-')) ?? []) {
        expect(said).not.toContain(line.slice(0, 16));
      }
    }
  }
  containerForm(content);
  pemBlocks(content.toString('latin1'));
}

const read = (content: Buffer, secret?: string) =>
  inTime(
    () => content.toString('base64'),
    () => expectRead(content, secret),
  );

describe('content that is no whole certificate', () => {
  it('is refused with a reason, whatever the bytes are', async () => {
    const starts = fc.constantFrom('', '30', '3082', '3080', '30820122', '308006092a864886f70d010702a080', '308201');
    const bytes = fc.tuple(starts, fc.uint8Array({ maxLength: 600 }));
    await fc.assert(
      fc.asyncProperty(bytes, ([start, rest]) => read(Buffer.concat([Buffer.from(start, 'hex'), rest]))),
      runs(1000),
    );
  });

  it('is refused with a reason when bytes of DER are changed, lost, repeated or promised', async () => {
    await fc.assert(
      fc.asyncProperty(which, someCuts, (index, cuts) => read(cutUp(der(index), cuts))),
      runs(2000),
    );
  });

  it('is refused with a reason or read when elements of DER are', async () => {
    await fc.assert(
      fc.asyncProperty(which, someEdits, (index, edits) => read(editElements(der(index), edits))),
      runs(2000),
    );
  });

  it('is refused with a reason when PEM is damaged, in any encoding and around any text', async () => {
    const encodings = fc.constantFrom('utf8', 'utf16le', 'latin1', 'bom', 'crlf', 'cr', 'oneline', 'indented');
    const glue = fc.oneof(fc.string({ maxLength: 80 }), fc.constantFrom('\n', '-----', '-----BEGIN CERTIFICATE-----'));
    const count = fc.integer({ min: 1, max: 3 });
    await fc.assert(
      fc.asyncProperty(which, count, glue, encodings, fc.option(someCuts), (index, count, text, encoding, cuts) => {
        const blocks = Array.from({ length: count }, (_, at) => one(index + at).pem);
        const content = encoded(blocks.join(text), encoding);
        return read(cuts ? cutUp(content, cuts) : content);
      }),
      runs(1500),
    );
  });

  it('never lets a private key into the reason', async () => {
    await fc.assert(
      fc.asyncProperty(which, fc.boolean(), fc.option(someCuts), (index, isFirst, cuts) => {
        const { pem, keyPem } = one(index);
        const content = Buffer.from(isFirst ? keyPem + pem : pem + keyPem);
        return read(cuts ? cutUp(content, cuts) : content, keyPem);
      }),
      runs(500),
    );
  });

  it('costs no more than its length, also where it is made to be read again and again', async () => {
    const pieces = [
      '-----BEGIN ',
      '-----BEGIN CERTIFICATE-----',
      '-----END CERTIFICATE-----',
      ' ',
      '\n',
      'A',
      '-',
      '# ',
    ];
    const huge = fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces), fc.constantFrom(...pieces));
    await fc.assert(
      fc.asyncProperty(huge, ([first, second, third]) => {
        const [start, middle] = [first.repeat(20_000), (second + third).repeat(20_000)];
        return read(Buffer.from(start + middle));
      }),
      runs(60),
    );
    for (const unit of ['3080', '30840000ffff', '0484ffffffff', '308006092a864886f70d010702a080']) {
      await read(Buffer.from(unit.repeat(200_000), 'hex'));
    }
  });
});

function encoded(text: string, encoding: string): Buffer {
  switch (encoding) {
    case 'bom':
      return Buffer.from(`\ufeff${text}`);
    case 'crlf':
      return Buffer.from(text.replaceAll('\n', '\r\n'));
    case 'cr':
      return Buffer.from(text.replaceAll('\n', '\r'));
    case 'oneline':
      return Buffer.from(text.replaceAll('\n', ' '));
    case 'indented':
      return Buffer.from(text.replaceAll('\n', '\n \t'));
    default:
      return Buffer.from(text, encoding as BufferEncoding);
  }
}
