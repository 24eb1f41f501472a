import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useFormContext, useWatch } from 'react-hook-form';
import { expiry } from '@/app/_components/time-words';
import { BundlePreview } from './bundle-preview';
import classes from './form.module.css';
import type { ServerFormValues } from './form-values';

export interface LibraryBundle {
  id: string;
  name: string;
  /** Where its certificates are kept as a file. */
  path: string;
  certificates: number;
  firstExpiresAt: string | null;
}

/** A bundle of the library, or a file that somebody else looks after. */
export function CustomCa({ bundles }: { bundles: LibraryBundle[] }) {
  const { register, setValue, clearErrors } = useFormContext<ServerFormValues>();
  const [bundleId, path] = useWatch<ServerFormValues, ['caBundleId', 'ca_path']>({ name: ['caBundleId', 'ca_path'] });
  const isLibrary = bundleId !== null;

  function choose(id: string | null) {
    setValue('caBundleId', id, { shouldDirty: true });
    clearErrors(['caBundleId', 'ca_path']);
  }

  return (
    <>
      <fieldset className={classes.source}>
        <legend className="sr-only">Where the CA bundle is</legend>
        <label>
          <input type="radio" name="ca_source" checked={isLibrary} onChange={() => choose('')} /> Library
        </label>
        <label>
          <input type="radio" name="ca_source" checked={!isLibrary} onChange={() => choose(null)} /> Path
        </label>
        <Link href="/certificates" className={classes.aside}>
          Certificates
        </Link>
      </fieldset>
      {isLibrary ? <Library bundles={bundles} bundleId={bundleId} onChoose={choose} /> : <Path path={path} />}
      <Checkbox label="Also trust the public roots" {...register('include_public_roots')} />
    </>
  );
}

interface LibraryProps {
  bundles: LibraryBundle[];
  bundleId: string;
  onChoose: (id: string) => void;
}

function Library({ bundles, bundleId, onChoose }: LibraryProps) {
  const { formState } = useFormContext<ServerFormValues>();
  const chosen = bundles.find(({ id }) => id === bundleId);
  return (
    <>
      <NativeSelect
        label="CA bundle"
        description="Only the certificates in it are trusted."
        name="caBundleId"
        value={bundleId}
        onChange={(event) => onChoose(event.currentTarget.value)}
        error={formState.errors.caBundleId?.message}
        data={[
          { value: '', label: bundles.length > 0 ? 'Choose a bundle' : 'There is no bundle in the library yet' },
          // One that was made while this form was open.
          ...(bundleId !== '' && !chosen ? [{ value: bundleId, label: 'The bundle that was made just now' }] : []),
          ...bundles.map((bundle) => ({ value: bundle.id, label: optionWords(bundle) })),
        ]}
        data-stands-for="caBundleId"
      />
      {chosen && <BundlePreview path={chosen.path} />}
    </>
  );
}

function optionWords({ name, certificates, firstExpiresAt }: LibraryBundle): string {
  const count = certificates === 1 ? '1 certificate' : `${certificates} certificates`;
  return `${name} (${[count, firstExpiresAt && expiry(firstExpiresAt, Date.now()).words].filter(Boolean).join(', ')})`;
}

function Path({ path }: { path: string }) {
  const { register, formState } = useFormContext<ServerFormValues>();
  return (
    <>
      <TextInput
        label="CA bundle path"
        description="A PEM file on the machine that runs Vouch. Only the certificates in it are trusted."
        placeholder="/etc/ssl/certs/corp-ca.pem"
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.mono }}
        error={formState.errors.ca_path?.message}
        {...register('ca_path')}
      />
      <BundlePreview path={path} />
    </>
  );
}
