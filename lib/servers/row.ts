import type { McpServer } from '../db/generated/client';

/** A row as verbs read it: the last report is large and is loaded only for a server's own page. */
export type ServerRow = Omit<McpServer, 'lastReport'>;

export const withoutReport = { lastReport: true } as const;
