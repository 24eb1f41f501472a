import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import classes from './form.module.css';
import type { ServerFormValues } from './form-values';

export function BasicFields() {
  const { register, formState } = useFormContext<ServerFormValues>();
  const { errors } = formState;
  return (
    <>
      <div className={classes.two}>
        <TextInput
          label="Name"
          placeholder="payments"
          autoComplete="off"
          spellCheck={false}
          error={errors.server_name?.message}
          {...register('server_name')}
        />
        <NativeSelect
          label="Transport"
          data={[
            { value: 'http', label: 'Streamable HTTP' },
            { value: 'sse', label: 'SSE' },
          ]}
          {...register('transport')}
        />
      </div>
      <TextInput
        label="URL"
        inputMode="url"
        placeholder="https://mcp.example.com/mcp"
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.mono }}
        error={errors.url?.message}
        {...register('url')}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        error={errors.description?.message}
        {...register('description')}
      />
    </>
  );
}
