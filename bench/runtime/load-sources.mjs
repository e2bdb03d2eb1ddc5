import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles and loads sources of this repository, which Node cannot load as they are. `contents` is a module that exports
 * them by their paths below the root; `define` replaces expressions in them.
 */
export async function loadSources(contents, define = {}) {
  const outfile = path.join(root, 'dist', `sources-${process.pid}.mjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    define,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
