import { TextInput } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { CustomCa, type LibraryBundle } from './custom-ca';
import classes from './form.module.css';
import type { ServerFormValues } from './form-values';

/** What Default comes to right now, as the server said when it rendered the page. */
export interface DefaultTrust {
  sentence: string;
  problem: { message: string; fix: string } | null;
  warnings: string[];
}

/** What the choices come to, or can be made from. */
export interface TrustChoices {
  byEnvironment: DefaultTrust;
  byAlwaysVerify: DefaultTrust;
  bundles: LibraryBundle[];
}

const modes = [
  { value: 'default', label: 'Default' },
  { value: 'custom_ca', label: 'Custom CA' },
  { value: 'disabled', label: 'Disabled' },
] as const;

export function TlsFields({ choices: { byEnvironment, byAlwaysVerify, bundles } }: { choices: TrustChoices }) {
  const { register } = useFormContext<ServerFormValues>();
  const [tls, alwaysVerify, url] = useWatch<ServerFormValues, ['tls', 'always_verify', 'url']>({
    name: ['tls', 'always_verify', 'url'],
  });
  return (
    <fieldset className={classes.plainFieldset}>
      <legend className={classes.legend}>TLS verification</legend>
      <div className={classes.segments} data-choice={tls}>
        {modes.map(({ value, label }) => (
          <label key={value} className={classes.segment} data-value={value}>
            <input type="radio" value={value} {...register('tls')} />
            {label}
          </label>
        ))}
      </div>
      {/^\s*http:\/\//i.test(url) && (
        <Notice tone="info" title="A plain http address has no certificate to verify.">
          <p>Nothing on the way is encrypted. This setting takes effect when the address starts with https://.</p>
        </Notice>
      )}
      {tls === 'default' && (alwaysVerify ? <AlwaysVerify trust={byAlwaysVerify} /> : <Trust trust={byEnvironment} />)}
      {tls === 'custom_ca' && <CustomCa bundles={bundles} />}
      {tls === 'disabled' && <Disabled />}
    </fieldset>
  );
}

function Trust({ trust }: { trust: DefaultTrust }) {
  if (trust.problem) {
    return (
      <Notice tone="failed" title={trust.problem.message}>
        <p>{trust.problem.fix}</p>
      </Notice>
    );
  }
  return trust.warnings.length > 0 ? (
    <Notice tone="unverified" title={trust.sentence}>
      {trust.warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </Notice>
  ) : (
    <Notice tone="ok" title={trust.sentence} />
  );
}

function AlwaysVerify({ trust }: { trust: DefaultTrust }) {
  const { setValue } = useFormContext<ServerFormValues>();
  return (
    <>
      <Trust trust={trust} />
      <div className={classes.hint}>
        This server always verifies (<code>ssl_verify: true</code>, set outside this form), whatever SSL_VERIFY says.
        Save keeps that.
        <Button look="quiet" size="small" onClick={() => setValue('always_verify', false, { shouldDirty: true })}>
          Let the environment decide
        </Button>
      </div>
    </>
  );
}

function Disabled() {
  const { register, formState } = useFormContext<ServerFormValues>();
  return (
    <>
      <Notice tone="unverified" title="Nothing is verified: any certificate from anyone is accepted.">
        <p>
          Whoever can reach the network path can pose as this server, read the credentials and every tool call, and
          change the answers. If the certificate comes from a private CA, choose Custom CA instead.
        </p>
      </Notice>
      <TextInput
        label="Reason"
        description="Optional. Shown wherever this server is, so that the next person knows why, and until when."
        placeholder="Appliance certificate, replaced in March"
        error={formState.errors.ssl_verify_reason?.message}
        {...register('ssl_verify_reason')}
      />
    </>
  );
}
