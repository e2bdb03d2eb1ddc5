import { afterAll, expect, vi } from 'vitest';

// Vitest runs this before every file of tests.

const folder = process.cwd();
const variables = { ...process.env };

/** Files share a process: whoever leaves another folder or other variables behind fails here, and not the next one. */
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  const left = { folder: process.cwd(), variables: { ...process.env } };
  process.chdir(folder);
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
  expect(left).toEqual({ folder, variables });
});
