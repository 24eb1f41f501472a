import { egressRulesSchema } from '@/lib/egress/schema';

export const lists = ['deny', 'allow'] as const;
export type ListName = (typeof lists)[number];

/** The lists as people write them: one entry a line. */
export type ListTexts = Record<ListName, string>;

export function textsOf(rules: Record<ListName, string[]>): ListTexts {
  return { deny: rules.deny.join('\n'), allow: rules.allow.join('\n') };
}

export function listsOf(texts: ListTexts): Record<ListName, string[]> {
  const entries = (text: string) => linesOf(text).map(({ entry }) => entry);
  return { deny: entries(texts.deny), allow: entries(texts.allow) };
}

/** What is wrong with a list: "Line 3: …". */
export function problemsOf(texts: ListTexts): Record<ListName, string[]> {
  const issues = egressRulesSchema.safeParse(listsOf(texts)).error?.issues ?? [];
  const of = (list: ListName) => {
    const lines = linesOf(texts[list]);
    return issues
      .filter(({ path }) => path[0] === list)
      .map(({ path, message }) => {
        const line = lines[Number(path[1])]?.line;
        return line === undefined ? message : `Line ${line}: ${message}`;
      });
  };
  return { deny: of('deny'), allow: of('allow') };
}

/** What is written, without the empty lines, each with its number from 1. */
function linesOf(text: string): { entry: string; line: number }[] {
  const lines = text.split(/\r\n|\r|\n/).map((entry, index) => ({ entry: entry.trim(), line: index + 1 }));
  return lines.filter(({ entry }) => entry !== '');
}
