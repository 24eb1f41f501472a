import { NativeSelect, PasswordInput } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/app/_components/button';
import { authTypes } from '@/lib/servers/schema';
import { authLabels, secretLabels } from './auth-labels';
import classes from './form.module.css';
import type { ServerFormValues } from './form-values';
import { StoredSecret } from './stored-secret';

export function AuthFields({ hasStored }: { hasStored: boolean }) {
  const { register } = useFormContext<ServerFormValues>();
  const authType = useWatch<ServerFormValues, 'auth_type'>({ name: 'auth_type' });
  return (
    <>
      <NativeSelect
        label="Authentication"
        data={authTypes.map((value) => ({ value, label: authLabels[value] }))}
        {...register('auth_type')}
      />
      {authType === 'none' ? (
        hasStored && <p className={classes.hint}>Save removes the stored value.</p>
      ) : (
        <SecretField {...secretLabels[authType]} hasStored={hasStored} />
      )}
    </>
  );
}

function SecretField({ label, description, hasStored }: { label: string; description: string; hasStored: boolean }) {
  const { register, setValue, setFocus, formState } = useFormContext<ServerFormValues>();
  const secret = useWatch<ServerFormValues, 'secret'>({ name: 'secret' });
  const decide = (next: ServerFormValues['secret']) => {
    setValue('secret', next, { shouldDirty: true });
    setValue('auth_value', '');
    // The input appears with the next render.
    if (next === 'replace') setTimeout(() => setFocus('auth_value'));
  };
  const problem = formState.errors.auth_value?.message;

  if (secret === 'keep') {
    return (
      <div>
        <StoredSecret
          field="auth_value"
          label={label}
          onReplace={() => decide('replace')}
          onRemove={() => decide('remove')}
        />
        {problem && <p className={classes.error}>{problem}</p>}
      </div>
    );
  }
  if (secret === 'remove') {
    return (
      <div className={classes.stored}>
        <span className={classes.storedLabel}>{label}</span>
        <span className={classes.hint}>Save removes the stored value.</span>
        <Button size="small" onClick={() => decide('keep')}>
          Keep it
        </Button>
      </div>
    );
  }
  return (
    <div>
      <PasswordInput
        label={label}
        description={description}
        autoComplete="off"
        data-1p-ignore
        visibilityToggleFocusable
        visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
        error={problem}
        {...register('auth_value')}
      />
      {hasStored && (
        <Button look="quiet" size="small" onClick={() => decide('keep')} className={classes.under}>
          Keep the stored value
        </Button>
      )}
    </div>
  );
}
