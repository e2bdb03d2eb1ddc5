import { defineConfig } from 'vitest/config';

/** Tests that put a module of their own in place of another's: what is loaded before them must not be kept. */
const mocking = ['**/action/comment.test.ts'];

/**
 * No test has a time limit: on a machine that is ten times slower, or busy, the same tests pass. What takes long is
 * tagged `slow` (random policies by the hundred, databases, type checkers, a browser, repositories, texts of megabytes),
 * and `npm run test:fast` goes without.
 *
 * Files of tests share a process and the modules loaded there, as loading the compiler takes longer than most tests do.
 * So a test leaves nothing behind: spies and stubs are undone here, and `leave-nothing.ts` finds what else is left.
 */
export default defineConfig({
  test: {
    dir: 'test',
    setupFiles: ['test/support/leave-nothing.ts'],
    experimental: { fsModuleCache: true },
    testTimeout: 0,
    hookTimeout: 0,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    tags: [{ name: 'slow', description: 'Random policies, databases, type checkers, browsers, processes.' }],
    projects: [
      { extends: true, test: { name: 'shared', isolate: false, exclude: mocking } },
      { extends: true, test: { name: 'mocking', include: mocking } },
    ],
  },
});
