import { fileURLToPath } from 'node:url';

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // `npm run check` checks types, tests included; a server must not fail to start over a test's.
  typescript: { ignoreBuildErrors: true },
  // Native code, WebAssembly, and the one undici whose dispatchers must meet their own fetch.
  serverExternalPackages: [
    '@modelcontextprotocol/client',
    '@peculiar/x509',
    '@prisma/adapter-better-sqlite3',
    '@prisma/client',
    '@prisma/driver-adapter-utils',
    '@prisma/schema-engine-wasm',
    'better-sqlite3',
    'undici',
  ],
  experimental: {
    optimizePackageImports: ['@mantine/core', '@mantine/hooks'],
    // Its reminder asks a question during the build, and `npm start` would wait for the answer.
    agentUpgrade: false,
  },
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
};
