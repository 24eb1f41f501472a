import { TextInput } from '@mantine/core';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/app/_components/button';
import classes from './form.module.css';
import type { ServerFormValues } from './form-values';
import { StoredSecret } from './stored-secret';

const MAX_HEADERS = 50;

export function HeadersEditor() {
  const { register, setValue, formState } = useFormContext<ServerFormValues>();
  const { fields, append, remove } = useFieldArray<ServerFormValues, 'headers'>({ name: 'headers' });
  const headers = useWatch<ServerFormValues, 'headers'>({ name: 'headers' });

  return (
    <fieldset className={classes.plainFieldset}>
      <legend className={classes.legend}>Headers</legend>
      <p className={classes.hint}>
        Sent with every request. Values under names such as X-Api-Key are stored as secrets.
      </p>
      {fields.map((field, index) => {
        const problem = formState.errors.headers?.[index];
        const name = headers[index]?.name ?? '';
        return (
          <div key={field.id} className={classes.header}>
            {headers[index]?.isStored ? (
              <StoredSecret
                field={`headers.${index}.name`}
                label={name}
                subject={name}
                onReplace={() => setValue(`headers.${index}.isStored`, false, { shouldDirty: true })}
                onRemove={() => remove(index)}
              />
            ) : (
              <div className={classes.pair}>
                <TextInput
                  aria-label={`Header ${index + 1}`}
                  placeholder="X-Team"
                  autoComplete="off"
                  spellCheck={false}
                  error={Boolean(problem?.name)}
                  {...register(`headers.${index}.name`)}
                />
                <TextInput
                  aria-label={`Value of header ${index + 1}`}
                  placeholder="value"
                  autoComplete="off"
                  spellCheck={false}
                  {...register(`headers.${index}.value`)}
                />
                <Button onClick={() => remove(index)} aria-label={`Remove header ${index + 1}`}>
                  Remove
                </Button>
              </div>
            )}
            {problem?.name?.message && <p className={classes.error}>{problem.name.message}</p>}
          </div>
        );
      })}
      {fields.length < MAX_HEADERS && (
        <Button size="small" onClick={() => append({ name: '', value: '', isStored: false })}>
          Add header
        </Button>
      )}
    </fieldset>
  );
}
