export type AppErrorCode =
  | 'bad_input'
  | 'bad_name'
  | 'conflict'
  | 'not_found'
  | 'read_only'
  | 'too_large'
  | 'too_many'
  | 'unauthorized'
  | 'forbidden'
  | 'unsupported_media_type'
  | 'unavailable';

/** One refused field: `path` as in the wire body, `message` for people, `type` as zod names it. */
export interface FieldIssue {
  path: (string | number)[];
  message: string;
  type: string;
}

/** The one expected failure. Its message is shown to the caller; nothing secret may stand in it. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly issues: FieldIssue[];

  constructor(code: AppErrorCode, message: string, options: { cause?: unknown; issues?: FieldIssue[] } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.issues = options.issues ?? [];
  }
}
