import { expect, test } from 'vitest';
import { actionChoices, actionWords } from './action-words';

const files = import.meta.glob('../../../../lib/*/*.ts', { query: '?raw', import: 'default' });

test('says what was done, and what was only tried', () => {
  expect(actionWords('servers.update', 'done')).toBe('Changed a server');
  expect(actionWords('servers.update', 'refused')).toBe('Tried to change a server');
});

test('leaves an action without words as it is', () => {
  for (const action of ['servers.paint', 'constructor', '__proto__']) {
    expect([actionWords(action, 'done'), actionWords(action, 'refused')]).toEqual([action, action]);
  }
});

test('has words for every action that the code writes, done or refused', async () => {
  const written = new Set<string>();
  for (const [file, load] of Object.entries(files)) {
    if (/\.(test|fixture)\.ts$/.test(file)) continue;
    const code = String(await load());
    const done = code.matchAll(/\baction: '([a-z_]+(?:\.[a-z_]+)+)'/g);
    const refused = code.matchAll(/\bname: '([a-z_]+(?:\.[a-z_]+)+)', role: '(?:operator|admin)'/g);
    for (const [, action = ''] of [...done, ...refused]) written.add(action);
  }
  expect([...written]).toEqual(expect.arrayContaining(['servers.update', 'sessions.create', 'keys.list']));
  expect([...written].filter((action) => actionWords(action, 'done') === action)).toEqual([]);
});

test('offers every action once, by name, with an unknown one that is chosen', () => {
  const labels = actionChoices('').map(({ label }) => label);
  expect(labels).toEqual([...new Set(labels)].sort());
  expect(actionChoices('servers.paint').map(({ action }) => action)).toContain('servers.paint');
  expect(actionChoices('servers.update')).toEqual(actionChoices(''));
});
