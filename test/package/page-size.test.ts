import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** Bundles what a page takes of the package of this repository, and returns how many bytes it loads, compressed. */
async function measurePage(imports: string, external: readonly string[]) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: imports, resolveDir: path.join(root, 'generated') },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: [...external],
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return { bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length, files };
}

test.each([[[]], [['@casl/ability']]])(
  'a page that edits roles loads less than 110 kB, and no CASL: without %j',
  async (external) => {
    const { bytes, files } = await measurePage("export * from './roles.js';", external);
    expect(files.filter((file) => /facade|casl|ucast|bundle\.json/.test(file))).toEqual([]);
    expect(bytes).toBeLessThan(110_000);
    expect(bytes).toBeGreaterThan(50_000);
  },
);

test('a page that decides and edits roles loads each part once', async () => {
  const both = await measurePage("export * from './index.js'; export * from './roles.js';", []);
  expect(both.files.filter((file) => file.endsWith('shared.js'))).toHaveLength(1);
  expect(both.bytes).toBeLessThan(150_000);
});
