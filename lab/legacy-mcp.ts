import type { IncomingMessage, ServerResponse } from 'node:http';

interface JsonRpcMessage {
  id?: string | number;
  method?: string;
  params?: Record<string, unknown>;
}

type JsonRpcAnswer = { result: unknown } | { error: { code: number; message: string } };

/** Answers a method; undefined leaves it to `answerLegacyMcp`. */
export type MethodOverride = (method: string, params: Record<string, unknown>) => JsonRpcAnswer | undefined;

const methodNotFound: JsonRpcAnswer = { error: { code: -32601, message: 'Method not found' } };

/** Enough of an MCP server of the legacy era to be led astray by `override`: one JSON answer for each POST, no sessions. */
export async function answerLegacyMcp(
  request: IncomingMessage,
  response: ServerResponse,
  override: MethodOverride,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'POST' }).end();
    return;
  }
  const message = await readMessage(request);
  if (message?.method === undefined) {
    response.writeHead(400).end();
    return;
  }
  if (message.id === undefined) {
    response.writeHead(202).end();
    return;
  }
  const answer = override(message.method, message.params ?? {}) ?? defaultAnswer(message.method);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer }));
}

function defaultAnswer(method: string): JsonRpcAnswer {
  if (method === 'ping') return { result: {} };
  if (method !== 'initialize') return methodNotFound;
  const serverInfo = { name: 'vouch-lab-legacy', version: '1.0.0' };
  return { result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo } };
}

async function readMessage(request: IncomingMessage): Promise<JsonRpcMessage | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as JsonRpcMessage;
  } catch {
    return null;
  }
}
