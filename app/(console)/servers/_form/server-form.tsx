'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { type FieldPath, FormProvider, useForm } from 'react-hook-form';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import type { ServerRecord } from '@/lib/servers/dto';
import { useConnectionTest } from '../_test/use-connection-test';
import { createServer, updateServer } from '../actions';
import { AdvancedFields } from './advanced-fields';
import { AuthFields } from './auth-fields';
import { BasicFields } from './basic-fields';
import { proposedDay } from './exception-format';
import classes from './form.module.css';
import { fieldOf, inLabelWords } from './form-fields';
import { draftOf, inputOf } from './form-input';
import { draftIssues, type FormIssue, formSchema } from './form-schema';
import { FormTest } from './form-test';
import { newServerValues, type ServerFormValues, valuesOf } from './form-values';
import { LeaveGuard } from './leave-guard';
import { TlsFields, type TrustChoices } from './tls-fields';

interface Props {
  /** Null for a new server. */
  saved: ServerRecord | null;
  choices: TrustChoices;
}

const inAdvanced = /^(headers|timeout_s)/;

export function ServerForm({ saved, choices }: Props) {
  const router = useRouter();
  const resolver = useMemo(() => zodResolver(formSchema(saved)), [saved]);
  const form = useForm<ServerFormValues>({
    defaultValues: startingValues(saved, choices.exception.now),
    resolver,
    shouldFocusError: false,
  });
  const [isSaved, setIsSaved] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAdvancedOpen, setIsAdvancedOpen] = useState(form.getValues('headers').length > 0);
  const [tested, setTested] = useState<ServerFormValues | null>(null);
  const connection = useConnectionTest();

  function focusFirst(fields: string[]) {
    if (fields.some((field) => inAdvanced.test(field))) flushSync(() => setIsAdvancedOpen(true));
    const [first] = fields;
    const standIn = document.querySelector<HTMLElement>(`[data-stands-for="${first}"]`);
    if (standIn) standIn.focus();
    else if (first) form.setFocus(first as FieldPath<ServerFormValues>);
  }

  function show(issues: FormIssue[]) {
    form.clearErrors();
    for (const { field, message } of issues) form.setError(field as FieldPath<ServerFormValues>, { message });
    setRefusal(issues.find(({ field }) => field === 'root')?.message ?? null);
    focusFirst(issues.map(({ field }) => field).filter((field) => field !== 'root'));
  }

  const save = form.handleSubmit(
    async (values) => {
      setRefusal(null);
      const input = inputOf(values, saved);
      const result = await (saved ? updateServer(input, saved.updated_at) : createServer(input)).catch(() => null);
      if (result?.ok) {
        setIsSaved(true);
        router.push(`/servers/${encodeURIComponent(result.value.id)}`);
      } else if (result && result.error.issues.length > 0) {
        show(
          result.error.issues.map(({ path, message }) => ({
            field: fieldOf(path, values) ?? 'root',
            message: inLabelWords(message),
          })),
        );
      } else {
        setRefusal(result?.error.message ?? 'Vouch did not answer, so this may not be saved. Is it still running?');
      }
    },
    (errors) => {
      setRefusal(errors.root?.message ?? null);
      focusFirst(order.filter((field) => field in errors).map((field) => firstIn(field, errors)));
    },
  );

  function test() {
    const values = structuredClone(form.getValues());
    const issues = draftIssues(values, saved);
    show(issues);
    if (issues.length > 0) return;
    setTested(values);
    connection.start(draftOf(values, saved), (refused) =>
      show(
        refused.map(({ path, message }) => ({
          field: fieldOf(path, values) ?? 'root',
          message: inLabelWords(message),
        })),
      ),
    );
  }

  const { isSubmitting, isDirty } = form.formState;
  return (
    <FormProvider {...form}>
      <form
        // Sent before the script is there, what it holds must not stand in the address.
        method="post"
        onSubmit={save}
        noValidate
        className={classes.layout}
        aria-label={saved ? 'Edit server' : 'Add server'}
      >
        <div className={classes.fields}>
          <BasicFields />
          <div className={classes.apart}>
            <TlsFields choices={choices} saved={saved} />
          </div>
          <AuthFields hasStored={Boolean(saved?.credentials)} />
          <AdvancedFields isOpen={isAdvancedOpen} onToggle={setIsAdvancedOpen} />
          {refusal && <Notice tone="failed" role="alert" title={asSentence(refusal)} />}
          <div className={classes.buttons}>
            <Button type="submit" look="primary" disabled={isSubmitting || isSaved}>
              Save
            </Button>
            <Button onClick={test}>Test connection</Button>
          </div>
        </div>
        <FormTest connection={connection} tested={tested} onRetest={test} className={classes.test} />
      </form>
      <LeaveGuard isDirty={isDirty && !isSaved} />
    </FormProvider>
  );
}

const order = [
  'server_name',
  'url',
  'description',
  'transport',
  'caBundleId',
  'ca_path',
  'ssl_verify_reason',
  'ssl_verify_until',
  'auth_value',
  'headers',
  'timeout_s',
] as const;

/** An exception that is still to be made starts with an end. */
function startingValues(saved: ServerRecord | null, now: number): ServerFormValues {
  const values = saved ? valuesOf(saved) : newServerValues;
  return saved?.ssl_verify === false ? values : { ...values, ssl_verify_until: proposedDay(now) };
}

function firstIn(field: (typeof order)[number], errors: object): string {
  if (field !== 'headers') return field;
  const rows = (errors as { headers?: unknown[] }).headers ?? [];
  return `headers.${rows.findIndex(Boolean)}.name`;
}
