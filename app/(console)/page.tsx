import { screenActor } from '@/app/_access/actor';
import { ButtonLink } from '@/app/_components/button';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { ForRole } from '@/app/_components/role';
import { trustWords } from '@/app/_components/trust-words';
import { getConfigStatus } from '@/lib/interchange/config-status';
import { listServers } from '@/lib/servers/list';
import { listExceptions } from '@/lib/servers/list-exceptions';
import { describeTrust } from '@/lib/trust/describe';
import { EXPIRES_SOON_DAYS } from '@/lib/x509/expires-soon';
import { ConfigNotice } from './_overview/config-notice';
import { DefaultPanel } from './_overview/default-panel';
import { endingBundles } from './_overview/ending-bundles';
import { EndingPanel } from './_overview/ending-panel';
import { ExceptionPanel } from './_overview/exception-panel';
import classes from './_overview/overview.module.css';
import { ServerPanel } from './_overview/server-panel';
import { wholeList } from './servers/list-query';
import { Tiles } from './servers/tiles';

export default async function OverviewPage() {
  const actor = await screenActor();
  const list = (filter: Partial<typeof wholeList>) => listServers({ actor, query: { ...wholeList, ...filter } });
  const now = Date.now();
  const [failing, degraded, exceptions, byDefault, expiring, custom, trust] = await Promise.all([
    list({ status: 'failing' }),
    list({ status: 'degraded' }),
    listExceptions({ actor }),
    list({ tls: 'default' }),
    list({ expires: 'soon', sort: 'expires' }),
    list({ tls: 'custom_ca' }),
    describeTrust({ ssl_verify: null, ca_bundle_id: null, include_public_roots: false }),
  ]);
  const { counts } = failing;
  const ending = await endingBundles(custom.items, [trust.trust.bundle?.path], { now, days: EXPIRES_SOON_DAYS });
  const isDefaultAlarming = trust.problem !== null || trust.warnings.length > 0;
  const add = (
    <ForRole needs="operator">
      <ButtonLink href="/servers/new" look="primary">
        Add server
      </ButtonLink>
    </ForRole>
  );
  return (
    <>
      <PageHeader title="Overview" actions={counts.all > 0 && add} />
      <div className={classes.stack}>
        <ConfigNotice status={getConfigStatus()} />
        {counts.all === 0 ? (
          <EmptyState action={add}>
            Add your first MCP server, and Vouch tells whether its certificate holds, and if not, exactly why.
          </EmptyState>
        ) : (
          <Tiles counts={counts} query={null} />
        )}
        {isDefaultAlarming && <DefaultPanel trust={trust} />}
        {counts.all > 0 && (
          <>
            <ServerPanel
              title="Broken"
              list={failing}
              filter={{ status: 'failing' }}
              now={now}
              whenNone="Nothing is failing."
            />
            <ServerPanel title="Degraded" list={degraded} filter={{ status: 'degraded' }} now={now} />
            <ExceptionPanel exceptions={exceptions} now={now} />
            {!trust.trust.verify && (
              <ServerPanel
                title="Unverified by default"
                list={byDefault}
                filter={{ tls: 'default' }}
                defaultBecause={trustWords(trust.trust).because}
                now={now}
              />
            )}
          </>
        )}
        <EndingPanel servers={expiring} bundles={ending} now={now} />
        {!isDefaultAlarming && <DefaultPanel trust={trust} />}
      </div>
    </>
  );
}
