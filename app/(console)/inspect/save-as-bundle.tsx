import { useRouter } from 'next/navigation';
import { Button } from '@/app/_components/button';
import type { Repair } from '@/lib/diagnosis/report';
import { keepBundleDraft } from '../certificates/_input/bundle-draft';

/** Takes a proven repair's certificates to the library, where they get a name and their fingerprints are compared. */
export function SaveAsBundle({ repair, from }: { repair: Repair; from: string }) {
  const router = useRouter();
  const { title, proven, bundle_pem: pem, compare } = repair;
  if (!proven || pem === null) return null;
  return (
    <Button
      size="small"
      aria-label={`Save as bundle: ${title}`}
      onClick={() => {
        keepBundleDraft({ pem, from, compare: compare.map(({ sha256 }) => sha256) });
        router.push('/certificates/new');
      }}
    >
      Save as bundle
    </Button>
  );
}
