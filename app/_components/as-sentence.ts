/** What a verb says of a failure, as it stands alone on a screen. An address at its start stays as it is. */
export function asSentence(message: string): string {
  const startsWithAddress = /^\S*@/.test(message);
  const start = startsWithAddress ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
  return `${start}${/[.!?]$/.test(message) ? '' : '.'}`;
}
