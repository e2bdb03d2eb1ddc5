import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // To open a database takes seconds, to fill it anew milliseconds: all files share one.
    isolate: false,
    fileParallelism: false,
  },
});
