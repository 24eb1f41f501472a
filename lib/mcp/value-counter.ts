const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const COMMA = 0x2c;
const ARRAY = 0x5b;
const OBJECT = 0x7b;

/**
 * Counts the values of JSON before anything parses it, over chunks: each is behind a comma or the first of an array or
 * object. A line's end ends a string too (RFC 8259 section 7 allows none in it), so the comments between the events of
 * a stream cannot hide what follows.
 */
export class ValueCounter {
  private isInString = false;
  private isEscaped = false;

  /** How many values a chunk of one body adds. */
  count(chunk: Uint8Array): number {
    let values = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === NEWLINE || byte === RETURN) {
        this.isInString = false;
        this.isEscaped = false;
      } else if (this.isEscaped) this.isEscaped = false;
      else if (byte === QUOTE) this.isInString = !this.isInString;
      else if (this.isInString) this.isEscaped = byte === BACKSLASH;
      else if (byte === COMMA || byte === ARRAY || byte === OBJECT) values += 1;
    }
    return values;
  }
}
