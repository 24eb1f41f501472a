import { AppError, type AppErrorCode, type FieldIssue } from './errors';

/** What a server action hands to the browser in place of an exception. */
export type Result<T> =
  | { ok: true; value: T }
  | { ok: false; error: { code: AppErrorCode; message: string; issues: FieldIssue[] } };

/** Runs a verb; an AppError becomes a Result, every other throw stays a throw. */
export async function toResult<T>(run: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, error: { code: error.code, message: error.message, issues: error.issues } };
  }
}
