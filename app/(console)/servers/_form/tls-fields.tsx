import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import type { ServerRecord } from '@/lib/servers/dto';
import { CustomCa, type LibraryBundle } from './custom-ca';
import { DisabledFields, type ExceptionChoice } from './disabled-fields';
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
  exception: ExceptionChoice;
}

const modes = [
  { value: 'default', label: 'Default' },
  { value: 'custom_ca', label: 'Custom CA' },
  { value: 'disabled', label: 'Disabled' },
] as const;

interface Props {
  choices: TrustChoices;
  /** Null for a new server. */
  saved: ServerRecord | null;
}

export function TlsFields({ choices: { byEnvironment, byAlwaysVerify, bundles, exception }, saved }: Props) {
  // Whoever may not turn verification off may still leave it so.
  const isBarred = !exception.mayDisable && saved?.ssl_verify !== false;
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
            <input type="radio" value={value} {...register('tls')} disabled={isBarred && value === 'disabled'} />
            {label}
          </label>
        ))}
      </div>
      {isBarred && <p className={classes.hint}>Only an admin can turn verification off.</p>}
      {/^\s*http:\/\//i.test(url) && (
        <Notice tone="info" title="A plain http address has no certificate to verify.">
          <p>Nothing on the way is encrypted. This setting takes effect when the address starts with https://.</p>
        </Notice>
      )}
      {tls === 'default' && (alwaysVerify ? <AlwaysVerify trust={byAlwaysVerify} /> : <Trust trust={byEnvironment} />)}
      {tls === 'custom_ca' && <CustomCa bundles={bundles} />}
      {tls === 'disabled' && <DisabledFields exception={exception} saved={saved} />}
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
