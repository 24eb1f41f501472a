import { Textarea, TextInput } from '@mantine/core';
import type { FieldIssue } from '@/lib/errors';

export interface BundleWords {
  name: string;
  notes: string;
}

interface Props {
  words: BundleWords;
  onChange: (words: BundleWords) => void;
  issues: FieldIssue[];
}

/** What a bundle is called, and what is to be known about it. */
export function BundleFields({ words, onChange, issues }: Props) {
  const problem = (field: string) => issues.find(({ path }) => path[0] === field)?.message;
  return (
    <>
      <TextInput
        label="Name"
        placeholder="Corp bundle"
        autoComplete="off"
        value={words.name}
        onChange={(event) => onChange({ ...words, name: event.currentTarget.value })}
        error={problem('name')}
        name="name"
      />
      <Textarea
        label="Notes"
        description="Optional: whose CA it is, and whom to ask."
        autosize
        minRows={2}
        maxRows={8}
        value={words.notes}
        onChange={(event) => onChange({ ...words, notes: event.currentTarget.value })}
        error={problem('notes')}
        name="notes"
      />
    </>
  );
}
