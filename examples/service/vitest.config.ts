import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    // A busy machine is slow, and that is no fault of the service.
    testTimeout: 0,
    hookTimeout: 0,
    // To open a database takes seconds, to fill it anew milliseconds: all files share one.
    isolate: false,
    fileParallelism: false,
  },
});
