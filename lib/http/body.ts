import { AppError } from '../errors';

export const MAX_BODY_BYTES = 1024 * 1024;

export function isDeclaredTooLarge(headers: Headers): boolean {
  return Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES;
}

export function bodyTooLarge(): AppError {
  return new AppError('too_large', 'the body is larger than 1 MiB');
}

/** The body as text, never holding more than the limit. Throws AppError `too_large` or `bad_input`. */
export async function readBody(request: Request): Promise<string> {
  if (isDeclaredTooLarge(request.headers)) throw bodyTooLarge();
  const reader = request.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel().catch(() => undefined);
      throw bodyTooLarge();
    }
    chunks.push(part.value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new AppError('bad_input', 'the body is not UTF-8 text', { cause: error });
  }
}
