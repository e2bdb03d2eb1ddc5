// Writes the modules that are made of others and that the sources import: types, validators, examples, the files of the
// run time and the tables of completion. Nothing is bundled into dist/: `npm run test:fast` needs no more than this.
import { fileURLToPath } from 'node:url';
import { options } from './bundle-options.mjs';
import { writeCommandTables } from './command-tables.mjs';
import { generate } from './generate.mjs';
import { buildRuntime } from './runtime.mjs';

/** Writes all modules that are made of others. */
export async function writeSources() {
  await generate(false);
  // The run time holds the validators that were just generated.
  await buildRuntime();
  await writeCommandTables({
    ...options,
    ...{ outdir: undefined, write: true, metafile: false },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeSources();
