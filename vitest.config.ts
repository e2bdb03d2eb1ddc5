import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Tests that need a process of their own: they put a module in place of another's, or prove what holds before a module
 * is loaded.
 */
const alone = ['**/action/comment.test.ts', '**/roles/store-roles.test.ts'];

/** Files in which every test is slow, by their first line. */
const slow = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => readFileSync(`test/${file}`, 'utf8').startsWith('/** @module-tag slow */'))
  .map((file) => `**/${file}`);

/**
 * No test has a time limit: on a machine that is ten times slower, or busy, the same tests pass. What takes long is
 * tagged `slow` (random policies by the hundred, databases, type checkers, a browser, repositories, texts of megabytes),
 * and `npm run test:fast` goes without. Files that are slow as a whole are a project of their own, so that it need not
 * even load them.
 *
 * Files of tests share a process and the modules loaded there, as loading the compiler takes longer than most tests do.
 * So a test leaves nothing behind: spies and stubs are undone here, and `leave-nothing.ts` finds what else is left.
 */
export default defineConfig({
  test: {
    dir: 'test',
    setupFiles: ['test/support/leave-nothing.ts'],
    testTimeout: 0,
    hookTimeout: 0,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    // What was transformed is kept in node_modules by its content: a run transforms only what changed since the last one.
    experimental: { fsModuleCache: true },
    tags: [{ name: 'slow', description: 'Random policies, databases, type checkers, browsers, processes.' }],
    projects: [
      { extends: true, test: { name: 'shared', isolate: false, exclude: [...alone, ...slow] } },
      { extends: true, test: { name: 'alone', include: alone } },
      { extends: true, test: { name: 'slow', isolate: false, include: slow } },
    ],
  },
});
