import { Textarea } from '@mantine/core';
import classes from './egress.module.css';
import type { ListName } from './entry-lines';
import { listHints, listTitles } from './words';

const MAX_SHOWN = 6;

interface Props {
  list: ListName;
  value: string;
  onChange: (value: string) => void;
  problems: string[];
}

/** One of the two lists, one entry a line. */
export function ListField({ list, value, onChange, problems }: Props) {
  const left = problems.length - MAX_SHOWN;
  return (
    <Textarea
      label={listTitles[list]}
      description={listHints[list]}
      name={list}
      placeholder={list === 'deny' ? '10.0.0.0/8\nadmin.corp.example' : '*.mcp.corp.example'}
      autosize
      minRows={5}
      maxRows={18}
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: classes.mono }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={
        problems.length > 0 && (
          <>
            {problems.slice(0, MAX_SHOWN).map((problem) => (
              <span key={problem} className={classes.problem}>
                {problem}
              </span>
            ))}
            {left > 0 && <span className={classes.problem}>And {left} more.</span>}
          </>
        )
      }
    />
  );
}
