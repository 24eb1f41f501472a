'use server';

import { type Inspection, inspectChain } from '@/lib/checks/inspect';
import { diagnosisMarkdown } from '@/lib/diagnosis/markdown';
import { type RunEvent, streamResult } from '../stream-result';

export interface Inspected {
  inspection: Inspection;
  /** For a ticket. */
  markdown: string;
}

/** Looks at a chain, or at the one that an address sends; keeps nothing. */
export async function inspect(runId: unknown, input: unknown): Promise<AsyncIterable<RunEvent<Inspected>>> {
  return streamResult(runId, async ({ actor, signal }) => {
    const inspection = await inspectChain({ actor, input, signal });
    return { inspection, markdown: diagnosisMarkdown(inspection) };
  });
}
