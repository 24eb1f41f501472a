import { Panel } from '@/app/_components/panel';
import type { EgressRecord } from '@/lib/egress/dto';
import classes from './egress.module.css';

/** What is refused whatever the lists say. */
export function BuiltInPanel({ refusals }: { refusals: EgressRecord['built_in'] }) {
  return (
    <Panel title="Never dialled">
      <p className={classes.lead}>
        No entry can allow these, nor IPv6 addresses that carry one at which credentials may be served.
      </p>
      <dl className={classes.refusals}>
        {refusals.map(({ ranges, what }) => (
          <div key={what}>
            <dt>
              {ranges.map((range) => (
                <code key={range}>{range.replace(/\/(?:32|128)$/, '')}</code>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
