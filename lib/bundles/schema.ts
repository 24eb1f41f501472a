import { z } from 'zod';
import { multilineText, singleLine } from '../servers/schema';
import { hasPrivateKey } from '../x509/pem';

/**
 * The one schema of a managed bundle: form, server action and REST parse with it. Pure: the browser loads it too.
 */

export const MAX_BUNDLE_INPUT_BYTES = 2 * 1024 * 1024;
export const MAX_BUNDLE_CERTIFICATES = 500;

const name = singleLine('Name', 100)
  .transform((value) => value.normalize('NFC').trim())
  .refine((value) => !/\p{Cf}/u.test(value), 'Name has a character in it that cannot be seen')
  .refine((value) => value !== '', 'Name is empty');

const notes = multilineText('Notes', 2000).refine(
  (value) => !hasPrivateKey(value),
  'Notes hold a private key: it belongs to nobody but its server',
);

const tooLarge = 'the certificates are larger than 2 MiB';

/** Where the certificates come from. */
export const bundleSources = ['pem', 'content_base64', 'path'] as const;
export type BundleSource = (typeof bundleSources)[number];

const sourceShape = {
  /** PEM text, as pasted. */
  pem: z.string({ error: 'pem is a text' }).max(MAX_BUNDLE_INPUT_BYTES, tooLarge).nullish(),
  /** An uploaded file of any usual form, in base64. */
  content_base64: z
    .string({ error: 'content_base64 is a text' })
    .max(Math.ceil(MAX_BUNDLE_INPUT_BYTES / 3) * 4 + 4, tooLarge)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'content_base64 is not base64')
    .nullish(),
  /** A file on the machine Vouch runs on. */
  path: singleLine('path', 4096)
    .transform((value) => value.trim())
    .refine((value) => value !== '', 'path is empty')
    .nullish(),
};

/** SHA-256 in hex, with or without colons, as tools print it; becomes "AB:CD:…". */
const fingerprint = z
  .string({ error: 'sha256 is a fingerprint' })
  .transform((value) => value.replaceAll(':', '').toUpperCase())
  .refine((value) => /^[0-9A-F]{64}$/.test(value), 'sha256 is a fingerprint of 64 hexadecimal digits')
  .transform((value) => value.match(/../g)?.join(':') ?? '');

/** Fingerprints that a person compared with what the owner of the server says. */
const confirmed = z
  .array(z.object({ sha256: fingerprint, server: singleLine('server', 300).nullish() }), {
    error: 'confirmed is a list of fingerprints',
  })
  .max(MAX_BUNDLE_CERTIFICATES, `more than ${MAX_BUNDLE_CERTIFICATES} entries in confirmed`)
  .nullish();

interface Sources {
  pem?: string | null;
  content_base64?: string | null;
  path?: string | null;
}

const sourcesIn = (input: Sources) => bundleSources.filter((key) => typeof input[key] === 'string');

const severalSources = { path: ['pem'], message: 'send one of pem, content_base64 and path, not several' };
const noSource = { path: ['pem'], message: 'send the certificates as pem, content_base64 or path' };

const isOne = (input: Sources) => sourcesIn(input).length <= 1;
const isAny = (input: Sources) => sourcesIn(input).length > 0;

/** Certificates alone: what is parsed on the spot, and what a preview is made of. */
export const bundleContentSchema = z.object(sourceShape).refine(isOne, severalSources).refine(isAny, noSource);

export const newBundleSchema = z
  .object({ name, notes: notes.nullish(), ...sourceShape, confirmed })
  .refine(isOne, severalSources)
  .refine(isAny, noSource);

/** Changes to a saved bundle: omitted fields stay, the certificates too; `notes: null` clears. */
export const bundleChangesSchema = z
  .object({ name, notes: notes.nullish(), ...sourceShape, confirmed })
  .partial()
  .refine(isOne, severalSources);

export const bundleFields: readonly string[] = ['name', 'notes', ...bundleSources, 'confirmed'];

export type ConfirmedFingerprint = NonNullable<z.output<typeof confirmed>>[number];
