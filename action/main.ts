import { fileURLToPath } from 'node:url';
import { action } from './action.ts';

const { env, stdout } = process;

process.exitCode = await action({
  env,
  version: process.env.PLAFOND_VERSION ?? '0.0.0',
  plafond: fileURLToPath(new URL('./plafond.js', import.meta.url)),
  second: 1_000,
  log: (text) => stdout.write(text),
});
