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
    'better-auth',
    '@modelcontextprotocol/client',
    '@peculiar/asn1-schema',
    '@peculiar/asn1-x509',
    '@prisma/adapter-better-sqlite3',
    '@prisma/client',
    '@prisma/driver-adapter-utils',
    '@prisma/schema-engine-wasm',
    'better-sqlite3',
    'undici',
  ],
  // Browsers ask for it whatever the page names.
  rewrites: () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  experimental: {
    optimizePackageImports: ['@mantine/core', '@mantine/hooks'],
    // Its reminder asks a question during the build, and `npm start` would wait for the answer.
    agentUpgrade: false,
    // Bodies are bounded at 1 MiB; Next would hold 10 MB of one before the route sees it.
    proxyClientMaxBodySize: '2mb',
  },
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
};
