import { AsyncLocalStorage } from 'node:async_hooks';
import { processState } from '../process-state';

interface SignIn {
  method: 'password' | 'single sign-on';
  address: string | null;
  /** Whom the OpenID provider named and Vouch refused. */
  refusedEmail?: string;
}

const current = processState('accounts.sign-in', () => new AsyncLocalStorage<SignIn>());

/** Runs a sign-in, so that the audit entry of the session it makes says how and from where. */
export function signingIn<T>(signIn: SignIn, run: () => Promise<T>): Promise<T> {
  return current.run(signIn, run);
}

export function signInMethod(): SignIn {
  return current.getStore() ?? { method: 'password', address: null };
}

/** Lets the one who runs the sign-in tell a person which of their addresses was refused. */
export function noteRefusedEmail(email: string): void {
  const signIn = current.getStore();
  if (signIn) signIn.refusedEmail = email;
}
