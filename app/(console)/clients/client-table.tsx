import Link from 'next/link';
import { type Shape, StatusShape } from '@/app/_components/status-shape';
import look from '@/app/_components/table.module.css';
import type { VerdictCount } from '@/lib/checks/count-verdicts';
import { clientProfiles } from '@/lib/diagnosis/profiles';
import type { verdictFilters } from '@/lib/servers/dto';
import { listHref, wholeList } from '../servers/list-query';
import classes from './clients.module.css';

type Verdict = (typeof verdictFilters)[number];

const verdicts: { verdict: Verdict; heading: string; shape: Shape }[] = [
  { verdict: 'reject', heading: 'Refuses', shape: 'failed' },
  { verdict: 'accept', heading: 'Accepts', shape: 'ok' },
  { verdict: 'unknown', heading: 'Not known', shape: 'waiting' },
];

/** A row for each client profile; each number is a link to the servers it counts. */
export function ClientTable({ counts }: { counts: VerdictCount[] }) {
  return (
    <div className={look.frame}>
      <table className={`${look.table} ${classes.table}`}>
        <caption className="sr-only">Clients, and how many servers each accepts and refuses</caption>
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col" className={classes.share}>
              Of all servers
            </th>
            {verdicts.map(({ verdict, heading }) => (
              <th key={verdict} scope="col" className={classes.number}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {clientProfiles.map(({ id, label, standsFor }) => {
            const count = counts.find(({ client }) => client === id);
            if (!count) return null;
            return (
              <tr key={id}>
                <th scope="row" className={classes.client}>
                  <span className={classes.label}>{label}</span>
                  <span className={classes.standsFor}>{standsFor}</span>
                </th>
                <td className={classes.share}>
                  <Share count={count} />
                </td>
                {verdicts.map(({ verdict, heading, shape }) => (
                  <td key={verdict} className={classes.number}>
                    <Count
                      client={id}
                      label={label}
                      verdict={verdict}
                      value={count[verdict]}
                      shape={shape}
                      heading={heading}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface NumberProps {
  client: VerdictCount['client'];
  label: string;
  verdict: Verdict;
  value: number;
  shape: Shape;
  heading: string;
}

function Count({ client, label, verdict, value, shape, heading }: NumberProps) {
  const shown = (
    <>
      <StatusShape shape={shape} size={14} />
      <span className={classes.value}>{value.toLocaleString('en')}</span>
      <span className={classes.word}>{heading}</span>
    </>
  );
  if (value === 0) return <span className={classes.none}>{shown}</span>;
  const servers = value === 1 ? '1 server' : `${value.toLocaleString('en')} servers`;
  const words = {
    reject: `${label} refuses ${servers}`,
    accept: `${label} accepts ${servers}`,
    unknown: `Not known for ${label}: ${servers}`,
  };
  return (
    <Link
      href={listHref(wholeList, { client, verdict })}
      prefetch={false}
      className={classes.link}
      data-verdict={verdict}
      aria-label={words[verdict]}
    >
      {shown}
    </Link>
  );
}

/** The same three numbers to be looked at; the columns beside it say them. */
function Share({ count }: { count: VerdictCount }) {
  const total = count.accept + count.reject + count.unknown;
  return (
    <span className={classes.bar} aria-hidden="true">
      {verdicts.map(
        ({ verdict }) =>
          count[verdict] > 0 && (
            <span key={verdict} data-verdict={verdict} style={{ flexGrow: count[verdict] / total }} />
          ),
      )}
    </span>
  );
}
