import { Notice } from '@/app/_components/notice';
import type { ConfigStatus } from '@/lib/interchange/config-status';

/** Says what is wrong with the YAML file; nothing where all is well. */
export function ConfigNotice({ status: { path, error, warnings, servers } }: { status: ConfigStatus }) {
  if (error) {
    const inForce = servers === 1 ? '1 server' : `${servers} servers`;
    return (
      <Notice tone="failed" title={`${path ?? 'The YAML file'} is not in force`}>
        <p>{error}</p>
        <p>
          {servers > 0 ? `The last good version stays in force, with ${inForce}.` : 'No server from it is registered.'}
        </p>
      </Notice>
    );
  }
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warning" title={`${path ?? 'The YAML file'} has settings without effect`}>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </Notice>
  );
}
