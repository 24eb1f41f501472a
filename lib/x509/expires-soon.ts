/** Less than this before its end, a certificate is worth a word. */
export const EXPIRES_SOON_DAYS = 30;
