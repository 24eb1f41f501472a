import { Notice } from '../notice';

interface Props {
  changes: string[];
  /** What the test afterwards said: "Connected", "Not connected: ..." */
  result: string | null;
  isOk: boolean;
}

/** What a repair has changed, and what came of it. */
export function AppliedNotice({ changes, result, isOk }: Props) {
  return (
    <Notice tone={isOk ? 'ok' : 'warning'} title={result ? `Applied. ${result}` : 'Applied.'} role="status">
      {changes.map((change) => (
        <p key={change}>{change}</p>
      ))}
    </Notice>
  );
}
