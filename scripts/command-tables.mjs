// Writes what completion knows of the commands, so that it need not load them: their arguments, options and formats.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Returns an option without what only its help says. */
const pickWords = ({ type, choices, repeatable }) => ({ type, choices, repeatable });

const pickAll = (options) =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, pickWords(option)]));

/**
 * Loads every command and writes the tables of their options.
 * @param {import('esbuild').BuildOptions} options
 */
export async function writeCommandTables(options) {
  const folder = mkdtempSync(join(tmpdir(), 'plafond-commands-'));
  try {
    const outfile = join(folder, 'registry.mjs');
    await build({ ...options, entryPoints: [at('compiler/commands/registry.ts')], outfile });
    const { registry } = await import(pathToFileURL(outfile).href);
    const tables = {};
    for (const { name, load } of registry) {
      const { positionals, options: own, formats, withoutPolicies } = await load();
      tables[name] = { positionals: pickAll(positionals), options: pickAll(own), formats, withoutPolicies };
    }
    const text = `export const commandTables = ${JSON.stringify(tables)};\n`;
    writeFileSync(at('compiler/commands/complete/command-tables.generated.js'), text);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
