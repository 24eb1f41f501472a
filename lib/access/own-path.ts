/** Whether this is a path of Vouch itself: nothing that a browser takes for another host, such as "//evil.example". */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[^\\\p{Cc}]{0,2000}$/u.test(path);
}
