import type { ToolSummary } from '@/lib/diagnosis/report';
import classes from './details.module.css';

export function ToolList({ tools }: { tools: ToolSummary[] }) {
  return (
    <details open className={classes.details}>
      <summary>{tools.length === 1 ? '1 tool' : `${tools.length} tools`}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
      <ul className={classes.tools} aria-label="Tools" tabIndex={0}>
        {tools.map((tool) => (
          <li key={tool.name}>
            <code>{tool.name}</code>
            {tool.title && tool.title !== tool.name && <span> {tool.title}</span>}
            {tool.description && <p className={classes.description}>{tool.description}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
