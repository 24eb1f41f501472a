import { type Aia, createAia } from './aia';
import { type HttpAnswers, startHttpAnswers } from './http-answers';
import { type McpUpstream, startCurrentEra, startEverything } from './mcp-servers';
import type { Pki } from './pki';
import { chainWith, type TlsMaterial } from './scenarios/scenario';

export type UpstreamKind = 'current' | 'legacy-http' | 'legacy-sse';

/** What the servers of a lab share. Each is started when it is first asked for. */
export interface LabContext {
  pki: Pki;
  aia: Aia;
  /** Leaf and intermediate. */
  goodMaterial(): Promise<TlsMaterial>;
  upstream(kind: UpstreamKind): Promise<McpUpstream>;
  answers(port: number): Promise<HttpAnswers>;
  close(): Promise<void>;
}

export function createContext(pki: Pki, aiaPort: number): LabContext {
  const aia = createAia(aiaPort);
  const closers: Promise<{ close(): Promise<void> }>[] = [];
  const goodMaterial = once(() => chainWith(pki.intermediate));
  const upstreams = {
    current: once(() => closedLater(startCurrentEra())),
    'legacy-http': once(() => closedLater(startEverything('streamableHttp'))),
    'legacy-sse': once(() => closedLater(startEverything('sse'))),
  };
  const answers = once(async (port: number) => closedLater(startHttpAnswers({ tls: await goodMaterial(), port })));

  function closedLater<Server extends { close(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
    closers.push(starting);
    return starting;
  }

  return {
    pki,
    aia,
    goodMaterial,
    upstream: (kind) => upstreams[kind](),
    answers,
    async close() {
      await aia.close();
      const settled = await Promise.allSettled(closers);
      await Promise.all(settled.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
    },
  };
}

function once<Arguments extends unknown[], Value>(
  make: (...given: Arguments) => Promise<Value>,
): (...given: Arguments) => Promise<Value> {
  let made: Promise<Value> | undefined;
  return (...given) => {
    made ??= make(...given);
    return made;
  };
}
