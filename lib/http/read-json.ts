import { AppError } from '../errors';
import { readBody } from './body';

/** The JSON body of a request. Throws AppError `unsupported_media_type`, `too_large` or `bad_input`. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type');
  if (type !== null && !isJson(type)) {
    throw new AppError('unsupported_media_type', 'send the body as JSON, with "Content-Type: application/json"');
  }
  const coding = request.headers.get('content-encoding');
  if (coding !== null && coding.trim().toLowerCase() !== 'identity') {
    throw new AppError('unsupported_media_type', 'send the body without a Content-Encoding');
  }
  const text = await readBody(request);
  if (text.trim() === '') throw new AppError('bad_input', 'the body is empty: send a JSON object');
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's own message quotes the body, and that may hold a secret.
    throw new AppError('bad_input', `the body is not JSON${placeOf(error, text)}`);
  }
}

function isJson(header: string): boolean {
  const [type = '', ...parameters] = header
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (charset && !/^charset="?utf-?8"?$/.test(charset)) return false;
  return type === 'application/json' || /^application\/[\w.!#$&^-]+\+json$/.test(type);
}

function placeOf(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
