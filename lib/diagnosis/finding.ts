import type { FindingCode } from './codes';
import type { Finding } from './report';
import { titles } from './titles';

/** Makes a finding; its title comes from its code. */
export function finding(
  code: FindingCode,
  severity: Finding['severity'],
  text: { detail: string; fix: string; certificate?: number | null },
): Finding {
  const { detail, fix, certificate = null } = text;
  return { code, severity, certificate, title: titles[code], detail, fix, clients: [] };
}

/** A date as people compare it: "2026-11-22 10:00 UTC". */
export function day(date: Date): string {
  return Number.isNaN(date.getTime())
    ? 'an unreadable date'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
