import type { Report } from '@/lib/diagnosis/report';

/** A stored report as this version reads it: what an older version did not write counts as not found out. */
export function completeReport(stored: Report): Report {
  const { tls, findings, clients, judge, repairs } = stored as Partial<Report>;
  return {
    ...stored,
    tls: tls ? { ...tls, chain: tls.chain ?? [], path: tls.path ?? [] } : null,
    findings: (findings ?? []).map((finding) => ({
      ...finding,
      certificate: finding.certificate ?? null,
      sha256: finding.sha256 ?? null,
      clients: finding.clients ?? [],
      rule: finding.rule ?? null,
    })),
    clients: clients ?? [],
    judge: judge ?? null,
    repairs: (repairs ?? []).map((repair) => ({ ...repair, compare: repair.compare ?? [], steps: repair.steps ?? [] })),
  };
}
