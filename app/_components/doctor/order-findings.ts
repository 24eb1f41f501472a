import type { Finding } from '@/lib/diagnosis/report';

export interface PlacedFinding {
  finding: Finding;
  /** In the report's findings; its card has the id "finding-<index>". */
  index: number;
}

const weight = { error: 0, warning: 1, info: 2 };

/** What is worst first, and the one that decided before all. */
export function orderFindings(findings: Finding[], decided: Finding['code'] | null): PlacedFinding[] {
  const rank = ({ finding }: PlacedFinding) => (finding.code === decided ? -1 : weight[finding.severity]);
  return findings.map((finding, index) => ({ finding, index })).sort((a, b) => rank(a) - rank(b));
}
