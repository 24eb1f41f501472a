import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import type { runCheck } from '../diagnosis/check';
import type { Report } from '../diagnosis/report';
import { loadRow } from '../servers/load-row';
import { texts } from '../servers/record-of';
import { serverNotFound } from '../servers/server-not-found';
import { testConnection } from './test-connection';

interface Options {
  actor: Actor;
  id: string;
  signal?: AbortSignal;
}

interface ServerTools {
  server: { server_id: string; server_name: string; mcp_info: Record<string, unknown> };
  /** Only the allowed ones, where the server names any. */
  tools: Awaited<ReturnType<typeof runCheck>>['tools'];
  report: Report;
}

/** Asks a saved server for its tools; the check that this takes is recorded. Throws AppError `not_found`. */
export const listServerTools = verb(
  { name: 'checks.list_tools', role: 'operator' },
  async ({ actor, id, signal }: Options): Promise<ServerTools> => {
    const row = await loadRow(id);
    if (!row) throw serverNotFound(id);
    const { report, tools } = await testConnection({ actor, input: { server_id: id }, signal });
    const allowed = texts(row.allowedTools);
    return {
      server: { server_id: id, server_name: row.name, mcp_info: (row.mcpInfo ?? {}) as Record<string, unknown> },
      tools: allowed.length > 0 ? tools.filter((tool) => allowed.includes(tool.name)) : tools,
      report,
    };
  },
);
