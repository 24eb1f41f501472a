/** One PEM block (RFC 7468): its label and decoded bytes. */
export interface PemBlock {
  label: string;
  der: Buffer;
}

/**
 * At the start of a line, as in OpenSSL: what stands behind a "#" is not trusted. After a byte order mark too, and glued to
 * the END line before it, as `cat` leaves two files of which the first does not end its last line.
 */
const boundary =
  /(?:^(?:\ufeff|\u00ef\u00bb\u00bf)?[ \t]*|(?<=-----END [A-Z0-9 ]{1,64}-----))-----BEGIN ([A-Z0-9 ]{1,64})-----/gm;

/**
 * Every PEM block of a text, in order; text between blocks is ignored, as OpenSSL does.
 * A block whose body is not base64 is kept with what could be decoded, and one without its END line with nothing, so
 * that the reader of the DER reports it as damaged instead of skipping it. Linear in the text's length.
 */
export function pemBlocks(text: string): PemBlock[] {
  const begins = [...text.matchAll(boundary)];
  return begins.map((match, index) => {
    const label = match[1] ?? '';
    const between = text.slice(match.index + match[0].length, begins[index + 1]?.index);
    const end = between.indexOf(`-----END ${label}-----`);
    return { label, der: Buffer.from(end === -1 ? '' : between.slice(0, end), 'base64') };
  });
}

/** Encodes one certificate as PEM with 64 characters a line (RFC 7468 section 2). */
export function toPem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** An ASN.1 SEQUENCE with a long-form length (X.690 section 8.1.3.5): how every certificate in DER form begins. */
export function looksLikeDer(content: Uint8Array): boolean {
  return content[0] === 0x30 && (content[1] ?? 0) > 0x80 && (content[1] ?? 0) <= 0x84;
}

/** Whether a text holds a private key of any kind (RFC 7468 sections 10 and 11, OpenSSL's older ones, OpenSSH, PGP, PuTTY), commented out or not. */
export function hasPrivateKey(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]{0,64}PRIVATE KEY(?: BLOCK)?-----|^PuTTY-User-Key-File-\d/m.test(text);
}
