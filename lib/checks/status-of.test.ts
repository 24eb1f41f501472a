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
const trust = { verify: true };
const ok = (...findings: Finding[]) => ({ ok: true, error: null, findings, trust });

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

it('says who refuses a server that works here', () => {
  const warning = { ...finding('missing_authority_key_identifier', 'warning'), clients: ['python-3.13' as const] };
  expect(statusOf(ok(warning))).toMatchObject({
    status: 'degraded',
    message: 'Python 3.13+ refuses: title of missing_authority_key_identifier',
  });
  const both = { ...warning, clients: ['python-3.13' as const, 'curl' as const] };
  expect(statusOf(ok(both)).message).toMatch(/^Python 3\.13\+ and curl refuse: /);
});

it('does not call a server degraded for what clients would say, when it is not verified at all', () => {
  const warning = { ...finding('unknown_ca', 'warning'), clients: ['curl' as const] };
  expect(statusOf({ ...ok(warning), trust: { verify: false } }).status).toBe('healthy');
});

it('calls a server failing that does not work, with the reason', () => {
  const error = { code: 'unknown_ca' as const, message: 'why' };
  expect(statusOf({ ok: false, error, findings: [], trust })).toEqual({
    status: 'failing',
    code: 'unknown_ca',
    message: 'why',
  });
});
