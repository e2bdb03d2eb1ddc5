import { fileURLToPath } from 'node:url';
import { runAction } from './run-action.ts';

const { env, stdout } = process;

process.exitCode = await runAction({
  env,
  version: process.env.PLAFOND_VERSION ?? '0.0.0',
  plafond: fileURLToPath(new URL('./plafond.js', import.meta.url)),
  second: 1_000,
  log: (text) => stdout.write(text),
});
