import { Notice } from '@/app/_components/notice';
import { BasketList } from './basket-list';
import { Gather } from './gather';
import classes from './input.module.css';
import type { KnownServer } from './server-source';
import type { useBasket } from './use-basket';

interface Props {
  gathering: ReturnType<typeof useBasket>;
  servers: KnownServer[];
  now: number;
}

/** The certificates of a bundle: where they come from, and the ones there are so far. */
export function CertificatesField({ gathering, servers, now }: Props) {
  const { basket, warnings, announcement, add, remove, compare, problem, isComparisonDue } = gathering;
  return (
    <>
      <Gather servers={servers} onAdd={add} problem={problem} />
      <p role="status" className="sr-only">
        {announcement}
      </p>
      {warnings.length > 0 && (
        <Notice
          tone="warning"
          title={warnings.length === 1 ? (warnings[0] ?? '') : 'Worth knowing before this is saved'}
        >
          {warnings.length > 1 && warnings.map((warning) => <p key={warning}>{warning}</p>)}
        </Notice>
      )}
      {basket.length === 0 ? (
        <p className={classes.empty}>The certificates appear here as soon as they are read. Nothing is saved yet.</p>
      ) : (
        <BasketList basket={basket} now={now} isComparisonDue={isComparisonDue} onRemove={remove} onCompare={compare} />
      )}
    </>
  );
}
