import type { AppError, AppErrorCode } from '../errors';

const statuses: Record<AppErrorCode, number> = {
  bad_input: 400,
  bad_name: 400,
  conflict: 400,
  unauthorized: 401,
  forbidden: 403,
  read_only: 403,
  not_found: 404,
  too_large: 413,
  too_many: 429,
  unsupported_media_type: 415,
  unavailable: 503,
};

/** JSON that no cache keeps. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** An expected failure in the API's form: 422 with one entry a refused field, else one sentence. */
export function errorResponse(error: AppError): Response {
  if (error.code === 'bad_input' && error.issues.length > 0) {
    return json(
      { detail: error.issues.map(({ path, message, type }) => ({ loc: ['body', ...path], msg: message, type })) },
      422,
    );
  }
  return json({ detail: { error: error.message } }, statuses[error.code]);
}
