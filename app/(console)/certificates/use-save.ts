import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { FieldIssue } from '@/lib/errors';
import type { Result } from '@/lib/result';

interface Refusal {
  message: string;
  issues: FieldIssue[];
}

/** Saves a bundle and opens its page, or says at which field it was refused. */
export function useSave() {
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [phase, setPhase] = useState<'open' | 'saving' | 'saved'>('open');

  async function save(run: () => Promise<Result<{ id: string }>>): Promise<void> {
    setPhase('saving');
    setRefusal(null);
    const result = await run().catch(() => null);
    if (result?.ok) {
      setPhase('saved');
      router.push(`/certificates/${encodeURIComponent(result.value.id)}`);
      return;
    }
    setPhase('open');
    setRefusal(
      result?.error ?? { message: 'Vouch did not answer, so this may not be saved. Is it still running?', issues: [] },
    );
  }

  const issues = refusal?.issues ?? [];
  const isAtField = issues.length > 0 && issues.every(({ path }) => path[0] === 'name' || path[0] === 'notes');
  return {
    save,
    issues,
    /** Shown apart where no field shows it. */
    refusal: refusal && !isAtField ? sentence(refusal.message) : null,
    isBusy: phase !== 'open',
    isSaved: phase === 'saved',
  };
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
