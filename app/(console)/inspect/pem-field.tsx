import { Textarea } from '@mantine/core';
import { readFile, textProblem } from '../certificates/_input/read-file';
import classes from './inspect.module.css';
import { fieldText } from './inspect-values';

interface Props {
  label: string;
  description: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
  onProblem: (problem: string | null) => void;
}

/** Certificates, pasted or from a file. A private key stays in the browser. */
export function PemField({ label, description, name, value, onChange, problem, onProblem }: Props) {
  async function take(file: File) {
    const read = await readFile(file);
    if ('problem' in read) onProblem(read.problem);
    else {
      onProblem(null);
      onChange(fieldText(read.input));
    }
  }

  return (
    <div className={classes.pem}>
      <Textarea
        label={label}
        description={description}
        name={name}
        placeholder={'-----BEGIN CERTIFICATE-----\n…'}
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.mono }}
        value={value}
        error={problem}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          onProblem(textProblem(event.currentTarget.value));
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const [file] = event.dataTransfer.files;
          if (!file) return;
          event.preventDefault();
          void take(file);
        }}
      />
      <label className={classes.file}>
        <input
          type="file"
          accept=".pem,.crt,.cer,.der,.p7b,.p7c"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void take(file);
            currentTarget.value = '';
          }}
        />
        Choose a file
        <span className="sr-only"> for {label}</span>
      </label>
    </div>
  );
}
