import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_components/button';
import { Expiry } from '@/app/_components/expiry';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { ForRole } from '@/app/_components/role';
import { CertificateCard } from '../certificate-card';
import classes from './bundle.module.css';
import { BundleDetails } from './bundle-details';
import { DeleteBundle } from './delete-bundle';
import { type BundleParams, bundleHref, loadBundle } from './load-bundle';
import { UsedBy } from './used-by';

export async function generateMetadata({ params }: { params: BundleParams }): Promise<Metadata> {
  return { title: (await loadBundle((await params).bundleId)).name };
}

export default async function BundlePage({ params }: { params: BundleParams }) {
  const bundle = await loadBundle((await params).bundleId);
  const { bundle_id: id, name, notes, certificates, first_expires_at, used_by } = bundle;
  const now = Date.now();
  const href = bundleHref(id);
  return (
    <>
      <PageHeader
        title={name}
        parent={{ href: '/certificates', label: 'Certificates' }}
        beside={first_expires_at && <Expiry iso={first_expires_at} now={now} />}
        below={notes && <p className={classes.notes}>{notes}</p>}
        actions={
          <>
            <ForRole needs="admin">
              <ButtonLink href={`${href}/replace`} look="primary">
                Replace
              </ButtonLink>
              <ButtonLink href={`${href}/edit`}>Edit name and notes</ButtonLink>
            </ForRole>
            <ButtonLink href={`${href}/pem`} prefetch={false} download>
              Download PEM
            </ButtonLink>
            <ForRole needs="admin">
              <DeleteBundle id={id} name={name} usedBy={used_by.map(({ server_name }) => server_name)} />
            </ForRole>
          </>
        }
      />
      <div className={classes.columns}>
        <Panel title={certificates.length === 1 ? '1 certificate' : `${certificates.length} certificates`}>
          <ul className={classes.cards}>
            {certificates.map((certificate) => (
              <li key={certificate.sha256}>
                <CertificateCard certificate={certificate} now={now} />
              </li>
            ))}
          </ul>
        </Panel>
        <div className={classes.side}>
          <UsedBy users={used_by} />
          <BundleDetails bundle={bundle} now={now} />
        </div>
      </div>
    </>
  );
}
