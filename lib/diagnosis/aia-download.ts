import { Agent, fetch } from 'undici';
import { createConnector } from '../mcp/connector';
import { resolveTrust } from '../trust/resolve';

/** PKCS#7 files of public CAs with all their cross-certificates stay under 20 KiB. */
const MAX_BYTES = 128 * 1024;

/**
 * The body of a 200 answer to one GET, at most 128 KiB of it, decompressed: no redirect is followed, nothing but the URL is sent, only
 * addresses that pass the egress rules are dialled, and https is verified against the default roots, whatever the
 * server under test is verified against. Throws for everything else, and when `signal` is aborted.
 */
export async function downloadBounded(url: URL, signal: AbortSignal): Promise<Buffer> {
  // Nothing is secured over plain http, and building a context with the public roots takes its time.
  const ssl_verify = url.protocol === 'https:' ? 'true' : 'false';
  const trust = await resolveTrust({ ssl_verify, ca_bundle_id: null, include_public_roots: false });
  const connector = createConnector(trust, {});
  const agent = new Agent({ connect: connector.connect, connections: 1 });
  try {
    const headers = { accept: '*/*', 'accept-encoding': 'identity' };
    const response = await fetch(url, { dispatcher: agent, signal, headers, redirect: 'manual', credentials: 'omit' });
    const announced = Number(response.headers.get('content-length') ?? 0);
    if (response.status !== 200 || !response.body || announced > MAX_BYTES) throw new Error('no answer of use');
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of response.body) {
      received += chunk.byteLength;
      if (received > MAX_BYTES) throw new Error('too large');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    const gone = new Error('the download is over');
    connector.destroy(gone);
    await agent.destroy(gone).catch(() => undefined);
  }
}
