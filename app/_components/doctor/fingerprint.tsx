import { fingerprintGroups } from './repair-words';
import classes from './repairs.module.css';

/** A SHA-256 fingerprint to compare with another one. */
export function Fingerprint({ sha256 }: { sha256: string }) {
  const groups = fingerprintGroups(sha256);
  return (
    <code className={classes.fingerprint}>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be alike, and none ever moves
        <span key={index}>{index < groups.length - 1 ? `${group}:` : group}</span>
      ))}
    </code>
  );
}
