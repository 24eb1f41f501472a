import { expect, it } from 'vitest';
import type { FindingCode } from '../diagnosis/codes';
import type { Finding } from '../diagnosis/report';
import { statusOf } from './status-of';

const finding = (code: FindingCode, severity: Finding['severity']): Finding => ({
  code,
  severity,
  certificate: null,
  sha256: null,
  rule: null,
  title: `title of ${code}`,
  detail: '',
  fix: '',
  clients: [],
});
const ok = (...findings: Finding[]) => ({ ok: true, error: null, findings });

it('calls a server healthy without findings, and with one that its owner chose or that is a note', () => {
  const healthy = { status: 'healthy', code: null, message: null };
  expect(statusOf(ok())).toEqual(healthy);
  expect(statusOf(ok(finding('verification_disabled', 'warning'), finding('expires_soon', 'warning')))).toEqual(
    healthy,
  );
  expect(statusOf(ok(finding('root_sent', 'info')))).toEqual(healthy);
});

it('calls a server degraded that works with another warning', () => {
  const report = ok(finding('verification_disabled', 'warning'), finding('weak_key', 'warning'));
  expect(statusOf(report)).toEqual({ status: 'degraded', code: 'weak_key', message: 'title of weak_key' });
});

it('calls a server failing that does not work, with the reason', () => {
  const error = { code: 'unknown_ca' as const, message: 'why' };
  expect(statusOf({ ok: false, error, findings: [] })).toEqual({
    status: 'failing',
    code: 'unknown_ca',
    message: 'why',
  });
});
