import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findingCodes } from './codes';
import { titles } from './titles';

const folder = fileURLToPath(new URL('../../docs/findings/', import.meta.url));

describe('the codes of findings', () => {
  it('are unique, and written in snake_case for ever', () => {
    expect(new Set(findingCodes).size).toBe(findingCodes.length);
    for (const code of findingCodes) expect(code).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
  });

  it('have one title each, and no two the same', () => {
    expect(Object.keys(titles).sort()).toEqual([...findingCodes].sort());
    expect(new Set(Object.values(titles)).size).toBe(findingCodes.length);
    for (const title of Object.values(titles)) expect(title).toMatch(/^[A-Z].{5,80}[^.]$/);
  });

  it('have a page each, and no page is without a code', async () => {
    const pages = (await readdir(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md');
    expect(pages.sort()).toEqual(findingCodes.map((code) => `${code}.md`).sort());
  });

  it.each(findingCodes)('%s has a page that says what it means, how to confirm it and how to fix it', async (code) => {
    const page = await readFile(`${folder}${code}.md`, 'utf8');
    expect(page).toContain(code);
    const headings = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(expect.arrayContaining(['What it means', 'Confirm', 'Fix']));
    for (const section of page.split(/^## .+$/m).slice(1)) expect(section.trim()).not.toBe('');
  });
});
