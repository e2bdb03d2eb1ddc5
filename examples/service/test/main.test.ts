import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

interface Outcome {
  /** The exit code of the service; undefined while it still runs. */
  readonly code?: number | null;
  readonly said: string;
  /** Sends it a signal, and gives the code that it ends with. */
  readonly stop?: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts the service as it is built, until it says something. */
function start(secret: string | undefined, environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const { COOKIE_SECRET: _, NODE_ENV: __, ...others } = process.env;
  const service = spawn(process.execPath, ['dist/main.js'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...others, ...environment, PORT: '0', ...(secret !== undefined && { COOKIE_SECRET: secret }) },
  });
  onTestFinished(() => void service.kill());
  return new Promise((resolve, reject) => {
    let refused = '';
    const stop = (signal: NodeJS.Signals) =>
      new Promise<number | null>((ended) => {
        service.on('close', ended);
        service.kill(signal);
      });
    service.stdout.on('data', (url) => resolve({ said: String(url), stop }));
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

test('in production there is no secret made up at the start', async () => {
  expect(await start(undefined, { NODE_ENV: 'production' })).toMatchObject({ code: 1 });
});

test.each([
  [undefined, 'SIGTERM'],
  ['x'.repeat(32), 'SIGINT'],
] as const)('starts with the secret %j, and stops on %s', async (secret, signal) => {
  const { said, stop } = await start(secret);
  expect(said).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(await stop?.(signal)).toBe(0);
});
