import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startVouch, type Vouch } from '../lab/vouch-process';
import { compare, type Measurement } from './sample';

const MANY = 10_000;
const FEW = 50;

/** The list page of the production build with many servers against few, and the JavaScript it loads. */
export async function benchListPage(): Promise<Measurement[]> {
  const many = await startSeeded(MANY);
  try {
    const few = await startSeeded(FEW);
    try {
      return [...(await latency(many, few)), await javaScript(many)];
    } finally {
      await few.close();
    }
  } finally {
    await many.close();
  }
}

async function startSeeded(count: number): Promise<Vouch> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vouch-bench-'));
  try {
    const env = { ...process.env, VOUCH_DATA_DIR: dataDir };
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/seed.ts', String(count)], { env });
    return await startVouch({}, dataDir);
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function latency(many: Vouch, few: Vouch): Promise<Measurement[]> {
  const queries = { 'first page': '', 'a search': '?search=server_00001', 'a filter': '?status=failing&tls=disabled' };
  const results: Measurement[] = [];
  for (const [what, query] of Object.entries(queries)) {
    const { ratio, subjectMs, baselineMs } = await compare(
      () => load(many, `/servers${query}`),
      () => load(few, `/servers${query}`),
      { rounds: 40, warmUp: 10 },
    );
    results.push({
      name: `list page, ${what}: ${MANY} servers / ${FEW}`,
      value: ratio,
      unit: 'ratio',
      atMost: 1.5,
      detail: `${subjectMs.toFixed(1)} ms / ${baselineMs.toFixed(1)} ms`,
    });
  }
  return results;
}

async function load(vouch: Vouch, path: string): Promise<string> {
  const url = new URL(path, vouch.url).href;
  const response = await fetch(url, { headers: { authorization: `Bearer ${vouch.key}` } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

/** What the page's HTML names as scripts, each gzipped: what a browser without cache must load to run the page. */
async function javaScript(vouch: Vouch): Promise<Measurement> {
  const html = await load(vouch, '/servers');
  const sources = new Set(
    [...html.matchAll(/<script[^>]+src="([^"]+)"(?![^>]*nomodule)/gi)].map((match) => match[1] ?? ''),
  );
  let bytes = 0;
  for (const source of sources) bytes += gzipSync(await load(vouch, source)).byteLength;
  return {
    name: 'JavaScript of the list page, gzipped',
    value: bytes / 1000,
    unit: 'kB',
    atMost: 200,
    detail: `${sources.size} files`,
  };
}
