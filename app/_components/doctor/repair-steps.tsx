'use client';

import { Tabs } from '@mantine/core';
import type { Repair } from '@/lib/diagnosis/report';
import { CopyButton } from '../copy-button';
import classes from './repairs.module.css';

/** What the server's owner does, with the tool that they use. */
export function RepairSteps({ repair: { steps, title } }: { repair: Pick<Repair, 'steps' | 'title'> }) {
  const [first] = steps;
  if (!first) return null;
  return (
    <details className={classes.how}>
      <summary>
        Show how<span className="sr-only">: {title}</span>
      </summary>
      {steps.length === 1 ? (
        <Step step={first} />
      ) : (
        <Tabs defaultValue={first.tool} keepMounted={false} classNames={{ tab: classes.tool, list: classes.tools }}>
          <Tabs.List aria-label="Tool">
            {steps.map(({ tool }) => (
              <Tabs.Tab key={tool} value={tool}>
                {tool}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {steps.map((step) => (
            <Tabs.Panel key={step.tool} value={step.tool}>
              <Step step={step} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </details>
  );
}

function Step({ step: { tool, text } }: { step: Repair['steps'][number] }) {
  return (
    <div className={classes.step}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled to, with the keyboard too */}
      <pre className={classes.commands} tabIndex={0}>
        {text}
      </pre>
      <CopyButton label={`Copy for ${tool}`} text={text} />
    </div>
  );
}
