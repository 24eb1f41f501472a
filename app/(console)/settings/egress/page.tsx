import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { hasRole } from '@/lib/access/roles';
import { getEgress } from '@/lib/egress/get';
import { BuiltInPanel } from './built-in-panel';
import classes from './egress.module.css';
import { EgressEditor } from './egress-editor';
import { RulesPanel } from './rules-panel';
import { TrialPanel } from './trial-panel';

export const metadata: Metadata = { title: 'Egress' };

export default async function EgressPage() {
  const actor = await screenActor();
  const rules = await getEgress({ actor });
  const now = Date.now();
  const builtIn = <BuiltInPanel refusals={rules.built_in} />;
  if (hasRole(actor.role, 'admin')) {
    return (
      <EgressEditor rules={rules} now={now}>
        {builtIn}
      </EgressEditor>
    );
  }
  return (
    <div className={classes.columns}>
      <RulesPanel rules={rules} now={now} />
      <div className={classes.side}>
        {hasRole(actor.role, 'operator') && <TrialPanel draft={null} />}
        {builtIn}
      </div>
    </div>
  );
}
