import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

interface Outcome {
  /** Nothing where it still runs. */
  readonly code?: number | null;
  readonly said: string;
}

/** Starts the service as it is built, until it says something. */
function start(secret: string | undefined): Promise<Outcome> {
  const { COOKIE_SECRET: _, ...others } = process.env;
  const service = spawn(process.execPath, ['dist/main.js'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...others, PORT: '0', ...(secret !== undefined && { COOKIE_SECRET: secret }) },
  });
  onTestFinished(() => void service.kill());
  return new Promise((resolve, reject) => {
    let refused = '';
    service.stdout.on('data', (url) => resolve({ said: String(url) }));
    service.stderr.on('data', (text) => {
      refused += text;
    });
    service.on('close', (code) => resolve({ code, said: refused }));
    service.on('error', reject);
  });
}

test.each(['', 'secret', 'x'.repeat(31)])('does not start with the secret %j', async (secret) => {
  expect(await start(secret)).toEqual({
    code: 1,
    said: 'COOKIE_SECRET needs 32 characters or more, like those that `openssl rand -hex 32` writes.\n',
  });
});

test.each([undefined, 'x'.repeat(32)])('starts with the secret %j', async (secret) => {
  expect((await start(secret)).said).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
});
