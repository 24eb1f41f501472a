import type { Actor } from '../access/actor';
import type { Diagnosis } from '../diagnosis/report';

interface Options {
  actor: Actor;
  /**
   * Either `address` ("host:port" or an https URL): its chain is fetched; or `chain`: PEM text or base64 of a DER, PKCS#7
   * file. `roots`: PEM of what is trusted; absent: as a server with TLS verification Default. `host`: the name that
   * clients would use, for `chain`.
   */
  input: unknown;
  signal?: AbortSignal;
}

export interface Inspection extends Diagnosis {
  /** "mcp.corp.example:443", "a pasted chain" */
  subject: string;
  checked_at: string;
  /** "Verified against the public roots, because nothing else is set." */
  sentence: string;
  /** Whether Vouch itself would accept it. */
  ok: boolean;
}

export async function inspectChain(_options: Options): Promise<Inspection> {
  throw new Error('being built');
}
