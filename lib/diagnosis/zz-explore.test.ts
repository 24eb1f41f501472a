import { it } from 'vitest';
import { startLab } from '/work/main/lab/start';
import { runCheck } from '/work/main/lib/diagnosis/check';
it('explore', async () => {
  const lab = await startLab();
  for (const s of Object.values(lab.servers)) {
    const t0 = performance.now();
    const r = await runCheck({ target: { id: null, url: s.url, transport: s.transport, ssl_verify: s.caPath, ca_bundle_id: null, include_public_roots: false, auth_type: 'none', auth_value: null, static_headers: {}, timeout_ms: 2000, era: null } as never }).catch(e => ({ thrown: e }));
    const ms = Math.round(performance.now() - t0);
    if ('thrown' in r) { console.log(s.name, 'THROWN', r.thrown); continue; }
    const { report } = r;
    console.log(s.name.padEnd(30), String(s.expected).padEnd(28), String(report.error?.code ?? 'ok').padEnd(28), ms, report.stages.map(x => `${x.name}:${x.status}`).join(' '), report.findings.map(f => f.code + ':' + f.severity).join(','), `hs=${lab.fronts[s.name]?.handshakes} cr=${lab.fronts[s.name]?.connectionsWithRequest}`);
    if (s.expected !== (report.error?.code ?? null)) console.log('   >>', report.error?.message, report.findings[0]?.fix);
  }
  await lab.close();
}, 120000);
