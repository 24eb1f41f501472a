import { Notice } from '../notice';

interface Props {
  changes: string[];
  /** Whether the server works now. */
  isOk: boolean;
}

/** What a repair has changed. */
export function AppliedNotice({ changes, isOk }: Props) {
  return (
    <Notice tone={isOk ? 'ok' : 'warning'} title="Applied." role="status">
      {changes.map((change) => (
        <p key={change}>{change}</p>
      ))}
    </Notice>
  );
}
