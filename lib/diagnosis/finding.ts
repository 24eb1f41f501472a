import type { FindingCode } from './codes';
import type { ClientId } from './profiles';
import type { Finding, Rule } from './report';
import { titles } from './titles';

/** Makes a finding; its title comes from its code. */
export function finding(
  code: FindingCode,
  severity: Finding['severity'],
  text: {
    detail: string;
    fix: string;
    certificate?: number | null;
    sha256?: string | null;
    clients?: ClientId[];
    rule?: Rule | null;
  },
): Finding {
  const { detail, fix, certificate = null, sha256 = null, clients = [], rule = null } = text;
  return { code, severity, certificate, sha256, title: titles[code], detail, fix, clients, rule };
}

/** A date as people compare it: "2026-11-22 10:00 UTC". */
export function day(date: Date): string {
  return Number.isNaN(date.getTime())
    ? 'an unreadable date'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
