import Link from 'next/link';
import { Expiry } from '@/app/_components/expiry';
import look from '@/app/_components/table.module.css';
import { dateWords } from '@/app/_components/time-words';
import type { BundleListItem } from '@/lib/bundles/dto';
import classes from './bundle-table.module.css';

/** A row for each bundle; the whole row is a link. */
export function BundleTable({ bundles, now }: { bundles: BundleListItem[]; now: number }) {
  return (
    <div className={look.frame}>
      <table className={`${look.table} ${classes.table}`}>
        <caption className="sr-only">CA bundles</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className={classes.count}>
              Certificates
            </th>
            <th scope="col" className={classes.expiry}>
              First to expire
            </th>
            <th scope="col" className={classes.used}>
              Used by
            </th>
          </tr>
        </thead>
        <tbody>
          {bundles.map(({ bundle_id, name, notes, certificate_count, first_expires_at, used_by_count }) => (
            <tr key={bundle_id}>
              <th scope="row">
                <Link href={`/certificates/${encodeURIComponent(bundle_id)}`} prefetch={false} className={look.rowLink}>
                  {name}
                </Link>
                {notes && <span className={classes.notes}>{notes}</span>}
              </th>
              <td className={classes.count}>
                {certificate_count}
                <span className={classes.unit}> {certificate_count === 1 ? 'certificate' : 'certificates'}</span>
              </td>
              <td className={classes.expiry}>
                {first_expires_at && (
                  <>
                    <Expiry iso={first_expires_at} now={now} />
                    <span className={classes.date}> · {dateWords(first_expires_at)}</span>
                  </>
                )}
              </td>
              <td className={classes.used} data-none={used_by_count === 0 || undefined}>
                {used_by_count === 0 ? 'no server' : used_by_count === 1 ? '1 server' : `${used_by_count} servers`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
