import { TextInput } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import { Notice } from '@/app/_components/notice';
import { dateWords } from '@/app/_components/time-words';
import type { ServerRecord } from '@/lib/servers/dto';
import { dayOf, latestDay } from './exception-format';
import classes from './form.module.css';
import type { ServerFormValues } from './form-values';

/** What an exception from verification can be, and where it leads. */
export interface ExceptionChoice {
  /** Turning verification off is for an admin; the verb decides, this only says so in time. */
  mayDisable: boolean;
  /** What the server goes back to at the end, in words. */
  goesBackTo: string;
  /** The clock of the machine Vouch runs on. */
  now: number;
}

interface Props {
  exception: ExceptionChoice;
  /** Null for a new server. */
  saved: ServerRecord | null;
}

export function DisabledFields({ exception, saved }: Props) {
  return (
    <>
      <Notice tone="unverified" title="Nothing is verified: any certificate from anyone is accepted.">
        <p>
          Whoever can reach the network path can pose as this server, read the credentials and every tool call, and
          change the answers. If the certificate comes from a private CA, choose Custom CA instead.
        </p>
      </Notice>
      {exception.mayDisable ? <Entered exception={exception} /> : <Shown exception={exception} saved={saved} />}
    </>
  );
}

function Entered({ exception: { now, goesBackTo } }: Pick<Props, 'exception'>) {
  const { register, formState } = useFormContext<ServerFormValues>();
  const until = useWatch<ServerFormValues, 'ssl_verify_until'>({ name: 'ssl_verify_until' });
  const { errors } = formState;
  return (
    <>
      <TextInput
        label="Reason"
        description="Shown wherever this server is, with your name, so that the next person knows why."
        placeholder="Appliance certificate, replaced in March"
        autoComplete="off"
        error={errors.ssl_verify_reason?.message}
        {...register('ssl_verify_reason')}
      />
      <TextInput
        type="date"
        label="Until"
        description="The last day without verification (UTC)."
        className={classes.date}
        min={dayOf(now)}
        max={latestDay(now)}
        error={errors.ssl_verify_until?.message}
        {...register('ssl_verify_until')}
      />
      <p className={classes.hint}>{afterwards(until, goesBackTo)}</p>
    </>
  );
}

/** The exception as it stands, for those who may not change it. */
function Shown({ exception: { goesBackTo }, saved }: Props) {
  const { formState } = useFormContext<ServerFormValues>();
  const { ssl_verify_reason: reason, ssl_verify_until: until, ssl_verify_by: by } = saved ?? {};
  const problem = formState.errors.ssl_verify_until?.message ?? formState.errors.ssl_verify_reason?.message;
  return (
    <>
      <dl className={classes.exception}>
        <dt>Reason</dt>
        <dd>{reason ?? 'none given'}</dd>
        <dt>Until</dt>
        <dd>{until ? dateWords(until) : 'no end'}</dd>
        {by && (
          <>
            <dt>By</dt>
            <dd>{by}</dd>
          </>
        )}
      </dl>
      <p className={classes.hint}>
        Only an admin can change this, or take it to another host. {afterwards(until ? dayOf(until) : '', goesBackTo)}
      </p>
      {problem && <p className={classes.error}>{problem}</p>}
    </>
  );
}

function afterwards(day: string, goesBackTo: string): string {
  if (day === '') return 'Without an end it stays off until somebody turns it on.';
  return `It ends on ${dateWords(day)}: the server then goes back to ${goesBackTo}, and its next check says so.`;
}
