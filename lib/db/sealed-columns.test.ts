import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { db } from './client';
import { sealedColumns } from './sealed-columns';

const sources = ['lib', 'app', 'scripts', 'bench', 'lab']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  )
  .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !/\.(test|fixture)\.tsx?$|\bgenerated\b/.test(name))
  // What seals again what was sealed before gets its field from the caller.
  .filter((name) => name !== path.join('lib', 'db', 'seal.ts'));

/** The text between the brackets of every call of `seal`. */
function callsIn(source: string): string[] {
  return [...source.matchAll(/(?<![\w.])seal\(/g)].map(({ index }) => {
    let depth = 0;
    for (let at = index + 'seal'.length; at < source.length; at += 1) {
      depth += { '(': 1, ')': -1 }[source.charAt(at)] ?? 0;
      if (depth === 0) return source.slice(index, at + 1);
    }
    return source.slice(index);
  });
}

test('whatever is sealed anywhere is in the list that the check at start and the rotation walk', () => {
  const calls = sources.flatMap((name) => callsIn(readFileSync(name, 'utf8')).map((call) => ({ name, call })));
  expect(calls.length).toBeGreaterThan(2);
  const known: string[] = [...sealedColumns.map(({ field }) => field), 'key_check'];
  for (const { name, call } of calls) {
    const field = /\bfield: '([^']+)'/.exec(call)?.[1];
    expect(field, `${name}: ${call} names its field in place`).toBeDefined();
    expect(known, `${name}: ${call}`).toContain(field);
  }
});

test('the list has the columns that the schema calls sealed, and no two with one field', () => {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const sealed = [...schema.matchAll(/^model \w+ \{.*?^\}/gms)].flatMap(([model]) => {
    const table = /@@map\("(\w+)"\)/.exec(model)?.[1];
    return [...model.matchAll(/\/\/\/ Sealed\b.*\n\s*(\w+).*/g)].map(
      ([line, name]) => `${table}.${/@map\("(\w+)"\)/.exec(line)?.[1] ?? name}`,
    );
  });
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(sealed.sort());
  expect(new Set(sealedColumns.map(({ field }) => field)).size).toBe(sealedColumns.length);
});

test('every column that the list names is in the database', async () => {
  for (const { table, column, id, name, isRestored } of sealedColumns) {
    const found = await db().$queryRawUnsafe<{ name: string }[]>(`SELECT name FROM pragma_table_info('${table}')`);
    expect(found.map((row) => row.name)).toEqual(expect.arrayContaining([column, id, name, isRestored]));
  }
});
