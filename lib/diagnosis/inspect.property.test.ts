import { X509Certificate } from 'node:crypto';
import { createSecureContext, createServer, type SecureContext, type Server } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Issued, pemChain } from '../../lab/certificates';
import { reissueTbs } from '../../lab/der';
import { type Listening, listen } from '../../lab/listen';
import { manyCertificates } from '../../lab/many-certificates';
import { cutUp, editElements, someCuts, someEdits } from '../../lab/mutations';
import { inTime, runs } from '../../lab/property-run';
import { trialTrust } from '../trust/trial';
import { toPem } from '../x509/pem';
import { inspectServer } from './inspect';

let material: Awaited<ReturnType<typeof manyCertificates>>;
let server: Server;
let listening: Listening;
beforeAll(async () => {
  material = await manyCertificates();
  server = createServer((socket) => socket.on('error', () => undefined).resume());
  server.on('tlsClientError', () => undefined);
  listening = await listen(server);
});
afterAll(() => listening.close());

/** Null where Node's own TLS does not take such a chain for a server. */
function serving(cert: string, key: string): SecureContext | null {
  try {
    return createSecureContext({ cert, key });
  } catch {
    return null;
  }
}

function mutatedLeaf({ certificate }: Issued, { keyPem }: Issued, edits: Parameters<typeof editElements>[1]): string {
  const edit = (tbs: Buffer) => editElements(tbs, edits);
  return toPem(reissueTbs(Buffer.from(certificate.rawData), edit, keyPem, 'SHA-256'));
}

describe('a server whose chain nobody made on purpose', () => {
  it('gets a diagnosis: each verdict is known, and each refusal is explained', async () => {
    const intermediate = fc.option(fc.oneof(someCuts, fc.constant([])), { freq: 6 });
    const oneEdit = someEdits.map((edits) => edits.slice(0, 1));
    let served = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 100 }), oneEdit, intermediate, async (index, edits, cuts) => {
        const family = material.families[index % 2];
        if (!family) return;
        const issuing = cutUp(Buffer.from(family.intermediate.certificate.rawData), cuts ?? []);
        const cert = mutatedLeaf(family.leaf, family.intermediate, edits) + (cuts ? toPem(issuing) : '');
        if (!serving(cert, family.leaf.keyPem)) return;
        server.setSecureContext({ cert, key: family.leaf.keyPem });
        served += 1;
        const url = new URL(`https://127.0.0.1:${listening.port}`);
        const trust = trialTrust([new X509Certificate(pemChain(family.root))], false);
        const known = async () => [];
        const diagnosis = await inTime(
          () => `${cert}trusted\n${family.root.pem}`,
          () => inspectServer({ url, trust, known, signal: undefined }),
        );
        const { clients, findings } = diagnosis;
        expect(diagnosis.findings.length + clients.length).toBeGreaterThan(0);
        for (const { client, verdict } of clients) {
          const isBlamed = findings.some((one) => one.clients.includes(client));
          expect([client, verdict, isBlamed]).toEqual([client, isBlamed ? 'reject' : 'accept', isBlamed]);
        }
        expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis);
      }),
      runs(120),
    );
    expect(served).toBeGreaterThan(10);
  }, 60_000);
});
