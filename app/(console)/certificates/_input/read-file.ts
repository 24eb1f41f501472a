import { hasPrivateKey } from '@/lib/x509/pem';

/** What one call to the server carries: the rest of it is under 24 KiB, and bodies end at 1 MiB. */
const MAX_SENT_BYTES = 1000 * 1024;

/** The words in which the server refuses one, too. */
const keyWords =
  'holds a private key. A bundle holds certificates only. Copy only the certificates into a file of their own: openssl crl2pkcs7 -nocrl -certfile FILE | openssl pkcs7 -print_certs -out corp.pem';

export type ToSend = { pem: string } | { content_base64: string };

/** Why a text must not leave the browser; null when it may. */
export function textProblem(text: string, who = 'The text'): string | null {
  if (hasPrivateKey(text)) return `${who} ${keyWords}`;
  if (new Blob([text]).size > MAX_SENT_BYTES) return tooLarge(who);
  return null;
}

/** A file as the server takes it, or why it must not leave the browser. */
export async function readFile(file: File): Promise<{ input: ToSend } | { problem: string }> {
  if (file.size > MAX_SENT_BYTES) return { problem: tooLarge(file.name) };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder('latin1').decode(bytes);
  const problem = textProblem(text, file.name);
  if (problem) return { problem };
  if (text.includes('-----BEGIN ')) return { input: { pem: new TextDecoder().decode(bytes) } };
  const content_base64 = btoa(binary(bytes));
  return content_base64.length > MAX_SENT_BYTES ? { problem: tooLarge(file.name) } : { input: { content_base64 } };
}

/** One character a byte, as `btoa` takes it; the decoder's "latin1" is windows-1252, which moves some. */
function binary(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function tooLarge(who: string): string {
  return `${who} is too large to send from here: put the file on the machine that runs Vouch, and name its path.`;
}
