import { defineConfig } from 'vitest/config';

/**
 * No test has a time limit: on a machine that is ten times slower, or busy, the same tests pass. What takes long is
 * tagged `slow` (random policies by the hundred, databases, type checkers, a browser), and `npm run test:fast` goes without.
 */
export default defineConfig({
  test: {
    dir: 'test',
    testTimeout: 0,
    hookTimeout: 0,
    tags: [{ name: 'slow', description: 'Random policies, databases, type checkers, browsers, processes.' }],
  },
});
