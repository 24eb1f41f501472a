'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { useRun } from '@/app/_components/use-run';
import formClasses from '../servers/_form/form.module.css';
import { type Inspected, inspect } from './actions';
import classes from './inspect.module.css';
import { type InspectField, type InspectValues, inputOf, missing, noValues } from './inspect-values';
import { InspectionResult } from './inspection-result';
import { PemField } from './pem-field';

type Problem = { field: string; message: string };

export function InspectForm({ bundles }: { bundles: { id: string; name: string }[] }) {
  const [values, setValues] = useState<InspectValues>(noValues);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { state, start, cancel } = useRun<Inspected, object>(inspect);
  const { subject, trust } = values;
  const isRunning = state.phase === 'running';

  const refused = state.phase === 'refused' ? state : null;
  const issue = refused?.issues[0];
  const shown: Problem | null =
    problem ?? (issue && fields.includes(issue.path[0] as InspectField) ? asProblem(issue) : null);
  const problemOf = (field: InspectField) => (shown?.field === field ? shown.message : undefined);

  function set(changes: Partial<InspectValues>) {
    setValues((before) => ({ ...before, ...changes }));
    setProblem(null);
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const lack = problem ?? missing(values);
    setProblem(lack);
    if (lack) event.currentTarget.querySelector<HTMLElement>(`[name="${lack.field}"]`)?.focus();
    else void start(inputOf(values));
  }

  return (
    <>
      <form onSubmit={submit} noValidate className={classes.form} aria-label="Inspect">
        <fieldset className={formClasses.plainFieldset}>
          <legend className={formClasses.legend}>What to look at</legend>
          <div className={`${formClasses.segments} ${classes.two}`}>
            {subjects.map(({ value, label }) => (
              <label key={value} className={formClasses.segment}>
                <input
                  type="radio"
                  name="subject"
                  value={value}
                  checked={subject === value}
                  onChange={() => set({ subject: value })}
                />
                {label}
              </label>
            ))}
          </div>
        </fieldset>
        {subject === 'address' ? (
          <TextInput
            label="Address"
            description="host:port, or a URL that starts with https://. Vouch connects and takes the chain."
            placeholder="mcp.corp.example:443"
            name="address"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            classNames={{ input: classes.mono }}
            value={values.address}
            onChange={(event) => set({ address: event.currentTarget.value })}
            error={problemOf('address')}
          />
        ) : (
          <>
            <PemField
              label="Chain"
              description="As the server sends it: its own certificate first."
              name="chain"
              value={values.chain}
              onChange={(chain) => set({ chain })}
              problem={problemOf('chain')}
              onProblem={(message) => setProblem(message === null ? null : { field: 'chain', message })}
            />
            <TextInput
              label="Host name"
              description="Optional: the name or IP address that clients would use."
              placeholder="mcp.corp.example"
              name="host"
              autoComplete="off"
              spellCheck={false}
              classNames={{ input: classes.mono }}
              value={values.host}
              onChange={(event) => set({ host: event.currentTarget.value })}
              error={problemOf('host')}
            />
          </>
        )}
        <NativeSelect
          label="Verified against"
          value={trust === 'bundle' ? `bundle:${values.bundleId}` : trust}
          onChange={({ currentTarget: { value } }) =>
            set(
              value.startsWith('bundle:')
                ? { trust: 'bundle', bundleId: value.slice('bundle:'.length) }
                : { trust: value as 'default' | 'roots' },
            )
          }
          name="ca_bundle_id"
          error={problemOf('ca_bundle_id')}
          data={[
            { value: 'default', label: 'Default, as the environment says' },
            ...bundles.map(({ id, name }) => ({ value: `bundle:${id}`, label: `Bundle: ${name}` })),
            { value: 'roots', label: 'Roots that are given here' },
          ]}
        />
        {trust === 'roots' && (
          <PemField
            label="Roots"
            description="Only these are trusted."
            name="roots"
            value={values.roots}
            onChange={(roots) => set({ roots })}
            problem={problemOf('roots')}
            onProblem={(message) => setProblem(message === null ? null : { field: 'roots', message })}
          />
        )}
        {refused && !shown && <Notice tone="failed" role="alert" title={asSentence(refused.message)} />}
        {state.phase === 'broken' && (
          <Notice tone="failed" role="alert" title="The inspection broke off: Vouch did not answer." />
        )}
        <div className={classes.buttons}>
          <Button type="submit" look="primary" disabled={isRunning}>
            {isRunning ? 'Inspecting…' : 'Inspect'}
          </Button>
          {isRunning && <Button onClick={cancel}>Cancel</Button>}
          {state.phase === 'cancelled' && <span className={classes.quiet}>Cancelled.</span>}
        </div>
      </form>
      {state.phase === 'done' && <InspectionResult inspected={state.value} now={state.at} />}
    </>
  );
}

const subjects = [
  { value: 'address', label: 'A server' },
  { value: 'chain', label: 'A chain' },
] as const;

const fields: readonly InspectField[] = ['address', 'chain', 'host', 'roots', 'ca_bundle_id'];

const labels: Record<InspectField, string> = {
  address: 'Address',
  chain: 'Chain',
  host: 'Host name',
  roots: 'Roots',
  ca_bundle_id: 'Bundle',
};

function asProblem({ path, message }: { path: (string | number)[]; message: string }): Problem {
  const field = String(path[0]);
  return { field, message: `${labels[field as InspectField]} ${message}` };
}
