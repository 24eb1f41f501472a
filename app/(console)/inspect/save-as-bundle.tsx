import { useRouter } from 'next/navigation';
import { Button } from '@/app/_components/button';
import type { Repair } from '@/lib/diagnosis/report';
import { keepBundleDraft } from '../certificates/_input/bundle-draft';
import classes from './inspect.module.css';

/** Takes a proven repair's certificates to the library, where they get a name and their fingerprints are compared. */
export function SaveAsBundle({ repairs, from }: { repairs: Repair[]; from: string }) {
  const router = useRouter();
  const made = repairs.filter(({ proven, bundle_pem }) => proven && bundle_pem !== null);
  if (made.length === 0) return null;
  return (
    <ul className={classes.save} aria-label="Keep in the library">
      {made.map(({ id, title, bundle_pem, compare }) => (
        <li key={id}>
          <span>{title}</span>
          <Button
            size="small"
            aria-label={`Save as bundle: ${title}`}
            onClick={() => {
              keepBundleDraft({ pem: bundle_pem ?? '', from, compare: compare.map(({ sha256 }) => sha256) });
              router.push('/certificates/new');
            }}
          >
            Save as bundle
          </Button>
        </li>
      ))}
    </ul>
  );
}
