import { finishSingleSignOn } from '@/lib/accounts/finish-single-sign-on';
import { openHandler } from '@/lib/http/handler';

/**
 * Where the OpenID provider sends a browser back to (OpenID Connect Core 1.0 section 3.1.2.5).
 * 302 to the page that was wanted, or to /sign-in with `?error=`.
 */
export const GET = openHandler<{ provider: string }>('entry', ({ request }) => finishSingleSignOn({ request }));
