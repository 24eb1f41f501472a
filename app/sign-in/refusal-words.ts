export interface RefusalWords {
  title: string;
  text: string;
}

const interrupted: RefusalWords = {
  title: 'This sign-in took too long, or was begun in another browser',
  text: 'Begin again. The browser has to accept cookies from Vouch.',
};

const unavailable: RefusalWords = {
  title: 'The provider did not answer as it should',
  text: 'Try again in a moment. The log of Vouch says why. A password of Vouch still works.',
};

const known: Record<string, RefusalWords> = {
  email_not_verified: {
    title: 'Your email address is not verified',
    text: 'The provider has to say that it has checked the address. Verify it there, then sign in again.',
  },
  email_not_found: {
    title: 'The provider named no email address',
    text: 'Vouch knows people by it. Ask whoever runs the provider to release the claim "email" to Vouch.',
  },
  access_denied: {
    title: 'The provider did not let you through',
    text: 'The sign-in was cancelled there, or your account may not use Vouch.',
  },
  state_mismatch: interrupted,
  state_invalid: interrupted,
  state_not_found: interrupted,
  invalid_code: unavailable,
  issuer_mismatch: unavailable,
  provider_unavailable: unavailable,
  unable_to_get_user_info: unavailable,
};

/** Why a single sign-on came to nothing, for the person. What the address says is not repeated: anybody can write a link. */
export function refusalWords(code: string, email: string | null): RefusalWords {
  if (code === 'not_admitted') {
    return {
      title: 'This account is not known to Vouch',
      text: `Ask an admin to add ${email ?? 'your email address'}, or to let it in again.`,
    };
  }
  const words = Object.hasOwn(known, code) ? known[code] : undefined;
  return words ?? { title: 'Single sign-on did not succeed', text: 'Try again. The log of Vouch says more.' };
}
