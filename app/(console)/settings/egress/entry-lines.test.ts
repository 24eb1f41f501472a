import { describe, expect, it } from 'vitest';
import { listsOf, problemsOf, textsOf } from './entry-lines';

describe('a list as people write it', () => {
  it('is one entry a line, whatever is around them', () => {
    expect(listsOf({ deny: '\n 10.0.0.0/8 \r\n\r\n::1\rmcp.corp\n', allow: '' })).toEqual({
      deny: ['10.0.0.0/8', '::1', 'mcp.corp'],
      allow: [],
    });
    const rules = { deny: ['10.0.0.0/8', '::1'], allow: ['mcp.corp'] };
    expect(listsOf(textsOf(rules))).toEqual(rules);
  });

  it('tells what is wrong with it by the number of the line', () => {
    const problems = problemsOf({ deny: '\n10.0.0.0/8\n\n10.0.0.1/8\nmcp.corp:80', allow: '*.corp\n*' });
    expect(problems.deny).toEqual([
      'Line 4: "10.0.0.1/8" has bits set behind its prefix: write 10.0.0.0/8',
      'Line 5: "mcp.corp:80" has a port in it, and rules hold for every port: write the host alone, as in mcp.corp',
    ]);
    expect(problems.allow).toEqual(['Line 2: "*" covers everything: for that write 0.0.0.0/0 and ::/0']);
    expect(problemsOf({ deny: '', allow: '::1' })).toEqual({ deny: [], allow: [] });
  });

  it('tells that there are too many', () => {
    const deny = Array.from({ length: 501 }, (_, index) => `h${index}`).join('\n');
    expect(problemsOf({ deny, allow: '' }).deny).toEqual(['more than 500 entries in deny']);
  });
});
