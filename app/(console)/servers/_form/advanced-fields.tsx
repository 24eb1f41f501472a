import { TextInput } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import classes from './form.module.css';
import type { ServerFormValues } from './form-values';
import { HeadersEditor } from './headers-editor';

interface Props {
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}

export function AdvancedFields({ isOpen, onToggle }: Props) {
  const { register, formState } = useFormContext<ServerFormValues>();
  return (
    <details className={classes.advanced} open={isOpen} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>Advanced</summary>
      <div className={classes.advancedFields}>
        <HeadersEditor />
        <TextInput
          label="Timeout (seconds)"
          description="The longest that one call to this server may take."
          inputMode="decimal"
          autoComplete="off"
          error={formState.errors.timeout_s?.message}
          {...register('timeout_s')}
        />
      </div>
    </details>
  );
}
