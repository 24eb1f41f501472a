import type { Metadata } from 'next';
import { OnlyFor } from '@/app/_access/only-for';
import { Notice } from '@/app/_components/notice';
import { PageHeader } from '@/app/_components/page-header';
import { ServerForm } from '../../_form/server-form';
import { trustChoices } from '../../trust-choices';
import { loadServer, type ServerParams } from '../load-server';

export async function generateMetadata({ params }: { params: ServerParams }): Promise<Metadata> {
  const { record } = await loadServer((await params).serverId);
  return { title: `Edit ${record.server_name}` };
}

export default async function EditServerPage({ params }: { params: ServerParams }) {
  const detail = await loadServer((await params).serverId);
  const { record } = detail;
  const href = `/servers/${encodeURIComponent(record.server_id)}`;
  return (
    <>
      <PageHeader title={`Edit ${record.server_name}`} parent={{ href, label: record.server_name }} />
      {record.is_config ? (
        <Notice tone="info" title="This server comes from the YAML file and is read-only here.">
          <p>Change or remove it in that file; the change is taken up without a restart.</p>
        </Notice>
      ) : (
        <OnlyFor needs="operator">
          <ServerForm saved={record} choices={await trustChoices(detail)} />
        </OnlyFor>
      )}
    </>
  );
}
