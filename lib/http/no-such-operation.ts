import { AppError } from '../errors';
import { handler } from './handler';

/** Answers a path below a REST root that no operation has: 404 in the shape of every other error, after the access check. */
export const noSuchOperation = handler(async ({ request }) => {
  const { pathname } = new URL(request.url);
  throw new AppError('not_found', `there is no operation at ${pathname.slice(0, 200)}: docs/api.md lists them`);
});
