import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;
const head = Buffer.from('{"jsonrpc":"2.0","id":1,"result":{"filler":"');
const tail = Buffer.from('"}}');

export const hugeBodyBytes = gibibyte;

/** Exactly `hugeBodyBytes` of JSON, made as the reader takes it. */
export function hugeJson(): Readable {
  const filler = Buffer.alloc(mebibyte / 16, 'a');
  return Readable.from(repeated(head, filler, hugeBodyBytes - head.length - tail.length, tail), { objectMode: false });
}

/** About 1 MiB of gzip members (RFC 1952 2.2) that expand to more than 1 GiB of JSON. */
export function gzipBomb(): Readable {
  const member = gzipSync(Buffer.alloc(mebibyte, 'a'));
  return Readable.from(repeated(gzipSync(head), member, member.length * 1024, gzipSync(tail)), { objectMode: false });
}

/** An event that never comes to its end. */
export function endlessEvent(): Readable {
  const filler = Buffer.alloc(mebibyte / 16, 'a');
  return Readable.from(repeated(Buffer.from('event: message\ndata: '), filler, Number.POSITIVE_INFINITY, tail), {
    objectMode: false,
  });
}

function* repeated(first: Buffer, filler: Buffer, fillerBytes: number, last: Buffer): Generator<Buffer> {
  yield first;
  for (let left = fillerBytes; left > 0; left -= filler.length)
    yield left < filler.length ? filler.subarray(0, left) : filler;
  yield last;
}
