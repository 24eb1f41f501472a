import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '');

export default defineConfig({
  resolve: {
    alias: {
      '@': root,
    },
  },
  test: {
    include: ['{lib,lab,app,scripts,bench,deploy}/**/*.test.{ts,tsx}', '*.test.ts'],
    exclude: ['**/node_modules/**', '.next/**', '.cache/**', 'e2e/**'],
    pool: 'forks',
    globalSetup: ['scripts/vitest-global.ts'],
    setupFiles: ['scripts/vitest-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
