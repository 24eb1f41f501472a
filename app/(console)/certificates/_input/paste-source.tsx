import { Textarea } from '@mantine/core';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { readCertificates } from '../actions';
import type { AddCertificates } from './gather';
import classes from './input.module.css';
import { readFile, type ToSend, textProblem } from './read-file';

const TYPING_PAUSE_MS = 300;
const accepted = '.pem,.crt,.cer,.der,.p7b,.p7c,.p12,.pfx';

/** Certificates from files of the person's own machine, or from the clipboard. */
export function PasteSource({ onAdd }: { onAdd: AddCertificates }) {
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<string[]>([]);
  const [isOver, setIsOver] = useState(false);
  const [isReading, setIsReading] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** Null when they were added, else why not. */
  async function add(input: ToSend, from: string): Promise<string | null> {
    const result = await readCertificates(input).catch(() => null);
    if (!result) return 'Vouch did not answer. Is it still running?';
    if (!result.ok) return result.error.issues[0]?.message ?? asSentence(result.error.message);
    onAdd({ ...result.value, from, server: null });
    return null;
  }

  async function addFiles(files: File[]) {
    setIsReading(true);
    const found: string[] = [];
    for (const file of files) {
      const read = await readFile(file);
      const problem = 'problem' in read ? read.problem : await add(read.input, file.name);
      if (problem) found.push(problem.startsWith('The file ') ? problem.replace('The file', file.name) : problem);
    }
    setProblems(found);
    setIsReading(false);
  }

  function change(event: ChangeEvent<HTMLTextAreaElement>) {
    const { value } = event.currentTarget;
    setText(value);
    clearTimeout(timer.current);
    const problem = textProblem(value);
    setProblems(problem ? [problem] : []);
    if (problem || value.trim() === '') return;
    timer.current = setTimeout(async () => {
      const refusal = await add({ pem: value }, 'pasted');
      if (refusal) setProblems([refusal]);
      // What was added stands below; what was typed meanwhile stays.
      else setText((now) => (now === value ? '' : now));
    }, TYPING_PAUSE_MS);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) void addFiles(files);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop is a shortcut; the button beside it does the same
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <label className={classes.file}>
        <input
          type="file"
          multiple
          accept={accepted}
          aria-label="Certificate files"
          onChange={(event) => {
            const { currentTarget } = event;
            const files = [...(currentTarget.files ?? [])];
            // The same file may be chosen again, once it has been put right.
            currentTarget.value = '';
            if (files.length > 0) void addFiles(files);
          }}
        />
        <span className={classes.choose} aria-hidden="true">
          Choose files
        </span>
        <span className={classes.hint}>
          {isReading ? 'Reading…' : 'or drop them here: PEM, DER, PKCS#7, or PKCS#12 without a password'}
        </span>
      </label>
      <Textarea
        label="Or paste PEM"
        placeholder={'-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----'}
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.mono }}
        value={text}
        onChange={change}
        error={problems.length > 0 ? problems.join(' ') : undefined}
      />
    </div>
  );
}
