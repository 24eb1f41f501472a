import type { Stage, StageName } from '@/lib/diagnosis/report';

export const stageLabels: Record<StageName, string> = {
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  http: 'HTTP',
  mcp: 'MCP',
  tools: 'Tools',
};

export const statusWords: Record<Stage['status'], string> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'failed',
  skipped: 'skipped',
};
