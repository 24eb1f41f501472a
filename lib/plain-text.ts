/** Controls, and the characters that turn the reading direction of what stands around them (Unicode TR 9). */
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Text that someone else wrote, fit to stand in a sentence of ours: on one line, in our reading direction. */
export function plainText(text: string): string {
  return text.replace(unsafe, ' ');
}
