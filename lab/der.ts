import { createPrivateKey, sign } from 'node:crypto';

const sequence = 0x30;
const bitString = 0x03;

/** Takes the TBSCertificate out of a certificate, edits it, and signs it again under the unchanged outer algorithm. */
export function reissueTbs(certificate: Buffer, edit: (tbs: Buffer) => Buffer, keyPem: string, hash: string): Buffer {
  const body = elementAt(certificate, 0).content;
  const tbs = elementAt(body, 0);
  const algorithm = elementAt(body, tbs.end);
  const edited = edit(Buffer.from(tbs.whole));
  const key = createPrivateKey(keyPem);
  const signature = sign(key.asymmetricKeyType === 'ed25519' ? null : hash.replace('-', ''), edited, key);
  return encode(sequence, edited, algorithm.whole, encode(bitString, Buffer.from([0]), signature));
}

/** The elements inside a constructed one, whole. */
export function elementsOf(constructed: Buffer): Buffer[] {
  const { content } = elementAt(constructed, 0);
  const elements: Buffer[] = [];
  for (let offset = 0; offset < content.length; ) {
    const { whole, end } = elementAt(content, offset);
    elements.push(whole);
    offset = end;
  }
  return elements;
}

export function encode(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length < 0x10000) return [0x82, length >> 8, length & 0xff];
  return [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
}

function elementAt(der: Buffer, offset: number): { whole: Buffer; content: Buffer; end: number } {
  const first = der.readUInt8(offset + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const length = lengthBytes === 0 ? first : der.readUIntBE(offset + 2, lengthBytes);
  const start = offset + 2 + lengthBytes;
  const end = start + length;
  return { whole: der.subarray(offset, end), content: der.subarray(start, end), end };
}
