import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  McpServer,
  type McpServerFactory,
  ProtocolError,
  Server,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

export interface McpHandler {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** An MCP server of protocol 2026-07-28 that also answers `initialize` of the 2025 revisions, without sessions. */
export function currentEraHandler(): McpHandler {
  return handlerOf(createLabServer);
}

/** The same, but `tools/list` is answered with a JSON-RPC error. */
export function failingToolsHandler(): McpHandler {
  return handlerOf(() => {
    const server = new Server({ name: 'vouch-lab', version: '1.0.0' }, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/list', () => {
      throw new ProtocolError(-32603, 'The tool registry is down');
    });
    return server;
  });
}

function handlerOf(create: McpServerFactory): McpHandler {
  const handler = createMcpHandler(create);
  return { handle: toNodeHandler(handler), close: () => handler.close() };
}

export const currentEraTools = ['add', 'convert_temperature', 'greet'];

function createLabServer(): McpServer {
  const server = new McpServer({ name: 'vouch-lab', version: '1.0.0' });
  server.registerTool(
    'add',
    {
      title: 'Add',
      description: 'Adds two numbers',
      inputSchema: z.object({ a: z.number(), b: z.number() }),
      annotations: { readOnlyHint: true },
    },
    ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
  );
  server.registerTool(
    'convert_temperature',
    {
      title: 'Convert temperature',
      description: 'Converts a temperature between degrees Celsius and Fahrenheit',
      inputSchema: z.object({ value: z.number(), to: z.enum(['celsius', 'fahrenheit']) }),
      outputSchema: z.object({ value: z.number() }),
    },
    ({ value, to }) => {
      const output = { value: to === 'celsius' ? ((value - 32) * 5) / 9 : (value * 9) / 5 + 32 };
      return { content: [{ type: 'text', text: JSON.stringify(output) }], structuredContent: output };
    },
  );
  server.registerTool(
    'greet',
    {
      title: 'Greet',
      description: 'Greets somebody by name',
      inputSchema: z.object({ name: z.string().min(1).describe('Whom to greet'), isFormal: z.boolean().optional() }),
    },
    ({ name, isFormal }) => ({ content: [{ type: 'text', text: `${isFormal ? 'Good day' : 'Hello'}, ${name}` }] }),
  );
  return server;
}
