import { setTimeout as wait } from 'node:timers/promises';
import { readEnv } from '../env';
import { AppError } from '../errors';
import { log } from '../log';
import { type Auth, authFor, forgetAuth } from './auth';
import { SSO_PROVIDER } from './open-id-config';
import { watchConnections } from './watch-connections';

/** For the provider to describe itself (OpenID Connect Discovery 1.0): a person waits for it. */
const DISCOVERY_MS = 10_000;

/**
 * The accounts library with the OpenID provider. Whoever asks while that is looked up waits for the same answer, and one
 * that did not come about is asked for again by the next: a provider may come up after Vouch. Throws AppError `not_found`
 * without a provider, `unavailable` when it does not answer.
 */
export async function authWithProvider(isSecure: boolean): Promise<Auth> {
  const { oidc } = readEnv();
  if (!oidc) throw new AppError('not_found', 'single sign-on is not set up: VOUCH_OIDC_ISSUER names the provider');
  const reasonOfFailure = watchConnections(oidc.issuer);
  const instance = authFor({ isSecure, oidc });
  const found = hasProvider(instance).then((isFound) => {
    const because = reasonOfFailure();
    if (isFound) return true;
    forgetAuth(instance);
    log.warn('the OpenID provider cannot be used', { issuer: oidc.issuer, because });
    return false;
  });
  if (await beforeDeadline(found)) return instance;
  throw new AppError('unavailable', 'the OpenID provider does not answer as it should: see the log of Vouch');
}

async function hasProvider({ $context }: Auth): Promise<boolean> {
  const providers = await $context.then(
    ({ socialProviders }) => socialProviders,
    () => [],
  );
  return providers.some(({ id }) => id === SSO_PROVIDER);
}

async function beforeDeadline(found: Promise<boolean>): Promise<boolean> {
  const timer = new AbortController();
  const late = wait(DISCOVERY_MS, false, { signal: timer.signal, ref: false }).catch(() => false);
  return Promise.race([found, late]).finally(() => timer.abort());
}
