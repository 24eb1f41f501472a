import { Panel } from '@/app/_components/panel';
import type { EgressRecord } from '@/lib/egress/dto';
import { ChangedBy } from './changed-by';
import classes from './egress.module.css';
import { lists } from './entry-lines';
import { emptyWords, intro, listTitles } from './words';

/** The rules, for those who may not change them. */
export function RulesPanel({ rules, now }: { rules: EgressRecord; now: number }) {
  return (
    <Panel title="Egress rules" aside={<ChangedBy rules={rules} now={now} />}>
      <div className={classes.stack}>
        <p className={classes.lead}>{intro}</p>
        {lists.map((list) => (
          <section key={list} aria-label={listTitles[list]}>
            <h3>{listTitles[list]}</h3>
            {rules[list].length === 0 ? (
              <p className={classes.quiet}>{emptyWords[list]}</p>
            ) : (
              <ul className={classes.entries}>
                {rules[list].map((entry) => (
                  <li key={entry}>
                    <code>{entry}</code>
                  </li>
                ))}
              </ul>
            )}
          </section>
        ))}
        <p className={classes.quiet}>An admin can change them.</p>
      </div>
    </Panel>
  );
}
