import { parseArgs } from 'node:util';
import type { Link } from '../lib/audit/chain';
import { type AuditVerification, verifyAudit } from '../lib/audit/verify';
import { databaseFile } from '../lib/db/data-dir';

const BROKEN = 1;
const UNREADABLE = 2;

/** `npm run audit:verify [-- --head SEQ:HASH]` says whether the audit log is as it was written. Reads only. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { head: { type: 'string' } } });
  const verification = await verifyAudit({ file: databaseFile(), noted: readHead(values.head) });
  console.log(sentence(verification));
  return verification.broken ? BROKEN : 0;
}

function readHead(text: string | undefined): Link | null {
  if (text === undefined) return null;
  const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (!seq || !hash) throw new Error('--head is the number of an entry, ":" and its hash of 64 hexadecimal digits');
  return { seq: Number(seq), hash: hash.toLowerCase() };
}

function sentence({ entries, first, head, cut, broken }: AuditVerification): string {
  const whole = head ? `${count(entries)}, ${first} to ${head.seq}` : '';
  if (broken) {
    const where = broken.seq === null ? 'it' : `entry ${broken.seq}`;
    const before = head ? `As written: ${whole}.` : 'No entry is as it was written.';
    return `The audit log is broken: ${where} ${broken.message}.\n${before}`;
  }
  if (!head) return 'The audit log is empty: nothing has been written yet.';
  const removed = cut ? ` Those up to ${cut.seq} were removed by the retention.` : '';
  return [
    `The audit log is whole: ${whole}, each as it was written.${removed}`,
    `Head: ${head.seq}:${head.hash}`,
    'Note the head down elsewhere: with --head, this command tells later whether the end was cut off.',
  ].join('\n');
}

function count(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(`The audit log was not checked. ${error.message}`);
    process.exitCode = UNREADABLE;
  },
);
