// Bundles the compiler: dist/start.cjs answers what was asked before, and loads dist/everyday.cjs or dist/commands.cjs for
// anything else: the commands of every day, or all of them. What few of them need, a large library and what reads the files
// of the written package in dist/runtime, are files of their own. The explorer becomes one page, dist/explorer.html.
// The code of the GitHub Action becomes dist/action.js. Beside them stand the licences of the packages in them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import typescript from 'typescript-6';
import { options, own, placeOfDigest } from './bundle-options.mjs';
import { buildExplorer } from './explorer.mjs';
import { collectNotices } from './notices.mjs';
import { writeSources } from './sources.mjs';

const { flattenDiagnosticMessageText, ScriptTarget, transpileDeclaration } = typescript;

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

await writeSources();

/**
 * The command as a module, for whoever names this file; npm links dist/start.cjs, since Node takes a while to load any module.
 * It imports nothing: that would take Node longer still.
 */
const entry = `#!/usr/bin/env node
process.getBuiltinModule('node:module').createRequire(import.meta.url)('./start.cjs');
`;

/**
 * The library, for browsers as well as for Node: nothing of Node's own is left in it.
 * @type {import('esbuild').BuildOptions & { write: false, metafile: true }}
 */
const libraryOptions = {
  absWorkingDir: at(''),
  entryPoints: { library: at('compiler/library.ts') },
  outdir: at('dist'),
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  define: { PLAFOND_VERSION: JSON.stringify(own.version) },
  alias: {
    yaml: at('node_modules/yaml/browser/index.js'),
    'csv-stringify/sync': 'csv-stringify/browser/esm/sync',
    'node:crypto': at('compiler/library/browser-crypto.ts'),
  },
  logLevel: 'warning',
  write: false,
  metafile: true,
};

/**
 * The parts of the script of all commands that few of them need, by the files that they become.
 * @type {ReadonlyMap<string, { readonly filter: RegExp, readonly file: string }>}
 */
const apart = new Map([
  // A script that V8 keeps cannot import.
  ['import-module', { filter: /\/import-module\.ts$/, file: at('compiler/io/fleet/import-module.ts') }],
  ['xlsx', { filter: /^@e965\/xlsx$/, file: at('node_modules/@e965/xlsx/xlsx.mjs') }],
  ['written-package', { filter: /\/runtime\.generated\.js$/, file: at('scripts/written-package.mjs') }],
]);

/** Leaves out of the script of all commands what is loaded when a command needs it. */
const loadApart = {
  name: 'load-apart',
  setup({ onResolve }) {
    for (const [name, { filter }] of apart)
      onResolve({ filter }, () => ({ path: `./${name}.cjs`, external: true }));
  },
};

const { runtimePaths, readRuntimeFile } = await import('../compiler/targets/runtime.generated.js');
const runtimeFiles = runtimePaths.map((path) => readRuntimeFile(path));
const runtimeDigests = Object.fromEntries(
  runtimeFiles.map(({ path, bytes }) => [path, createHash('sha256').update(bytes).digest('hex')]),
);

const everyday = await build({ ...options, banner: {}, entryPoints: [at('compiler/commands/everyday.ts')] });
const { everydayCommands } = await import(
  `data:text/javascript,${encodeURIComponent(everyday.outputFiles[0]?.text ?? '')}`
);

/** Leaves out of the script of every day what loads the other commands: `compiler/cli.ts` never asks it for them. */
const onlyEveryday = {
  name: 'only-everyday',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/.*\.ts$/ }, ({ kind, importer, path }) =>
      kind === 'dynamic-import' &&
      importer === at('compiler/commands/registry.ts') &&
      !everydayCommands.includes(basename(path, '.ts'))
        ? { path, external: true }
        : undefined,
    );
  },
};

/** Of the registry, what starts a run needs the names alone. */
const namesAlone = {
  name: 'names-alone',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/.*\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/**
 * CommonJS, of which V8 can keep what it compiled. `compiler/io/load-script.ts` runs it.
 * @type {import('esbuild').BuildOptions & { write: false, metafile: true }}
 */
const scriptOptions = {
  ...options,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: { js: 'const urlOfScript = require("node:url").pathToFileURL(__filename).href;' },
  define: {
    ...options.define,
    'import.meta.url': 'urlOfScript',
    'process.env.PLAFOND_RUNTIME_DIGESTS': JSON.stringify(runtimeDigests),
  },
  // Every byte is read and hashed in each run.
  minifyWhitespace: true,
  lineLimit: 120,
};

const everything = {
  ...scriptOptions,
  plugins: [...options.plugins, loadApart],
  supported: { 'dynamic-import': false },
};
const commands = at('compiler/commands/entry.ts');
const built = await Promise.all([
  build({ ...scriptOptions, entryPoints: { start: at('compiler/cli.ts') }, plugins: [namesAlone] }),
  build({ ...everything, entryPoints: { commands } }),
  build({
    ...everything,
    entryPoints: { everyday: commands },
    plugins: [...everything.plugins, onlyEveryday],
  }),
  // A thread loads a script by itself, and not by what loads the other scripts.
  build({
    ...everything,
    entryPoints: { 'tenant-worker': at('compiler/commands/compile/tenant-worker.ts') },
  }),
  ...[...apart].map(([name, { file }]) => build({ ...scriptOptions, entryPoints: { [name]: file } })),
  build({ ...options, entryPoints: { action: at('action/entry.ts') } }),
  build(libraryOptions),
  // The entry of the library that reads folders and revisions.
  build({ ...options, entryPoints: { 'library-node': at('compiler/library-node.ts') } }),
]).catch(() => process.exit(1));
const explorer = await buildExplorer(libraryOptions).catch(() => process.exit(1));

const { notices, sbom } = collectNotices(
  at(''),
  own,
  new Map([
    ...built.map(({ metafile }) => [basename(Object.keys(metafile.outputs)[0] ?? ''), metafile]),
    ['explorer.html', explorer.metafile],
  ]),
);

// Removed only now, so that a failed build leaves the last good one.
rmSync(at('dist'), { recursive: true, force: true });
for (const folder of ['library', 'questions']) mkdirSync(at(`dist/${folder}`), { recursive: true });
const outputs = built.flatMap(({ outputFiles }) => outputFiles);
const digest = createHash('sha256');
for (const { path, contents } of outputs)
  digest
    .update(path.slice(at('').length))
    .update('\0')
    .update(contents);
writeFileSync(at('dist/explorer.html'), explorer.html);
writeFileSync(at('dist/plafond.js'), entry, { mode: 0o755 });
const digestOfBuild = digest.digest('hex');
for (const { path, text } of outputs)
  writeFileSync(path, text.replace(placeOfDigest, digestOfBuild), { mode: 0o755 });
for (const { path, bytes } of runtimeFiles) {
  const file = at(`dist/runtime/${path}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
for (const [path, text] of declareLibrary()) writeFileSync(at(`dist/${path}`), text);
writeFileSync(at('dist/THIRD-PARTY-NOTICES.txt'), notices);
writeFileSync(at('dist/sbom.cdx.json'), sbom);
keepScripts();

/**
 * Keeps what V8 compiles of the script for the most used commands beside it, in dist/scripts. It depends on the version of
 * Node, and nobody can review it, so it is not published: who installs the package has it from the second run on.
 */
function keepScripts() {
  const place = mkdtempSync(join(tmpdir(), 'plafond-build-'));
  const lines = [
    ['check'],
    ['explain', 'Company:export', '--tenant', 'acme', '--role', 'csm'],
    ['who', 'Company:export'],
    ['matrix', '--role', 'csm'],
    ['test'],
    ['compile', '--out', join(place, 'generated')],
  ];
  try {
    const env = { ...process.env, PLAFOND_CACHE: join(place, 'cache') };
    for (const line of lines) {
      const { status, stderr } = spawnSync(process.execPath, [at('dist/plafond.js'), ...line], {
        cwd: at(''),
        env,
        encoding: 'utf8',
      });
      // Policies that somebody works on may have errors.
      if (status !== 0 && status !== 1) throw new Error(`plafond ${line.join(' ')}: ${stderr}`);
    }
    cpSync(join(place, 'cache/scripts'), at('dist/scripts'), { recursive: true });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Declares the types of the library, file by file: each says in full what it exports. */
function declareLibrary() {
  return [
    'library',
    'library-node',
    'library/answers',
    'library/broken-policies-error',
    'questions/question-error',
  ].map((name) => {
    const text = readFileSync(at(`compiler/${name}.ts`), 'utf8');
    const { outputText, diagnostics } = transpileDeclaration(text, {
      fileName: `${name}.ts`,
      reportDiagnostics: true,
      compilerOptions: { isolatedDeclarations: true, declaration: true, target: ScriptTarget.ES2022 },
    });
    const [first] = diagnostics ?? [];
    if (first) throw new Error(`${name}.ts: ${flattenDiagnosticMessageText(first.messageText, ' ')}`);
    return [`${name}.d.ts`, outputText.replace(/(from '\.[^']*)\.ts'/g, "$1.js'")];
  });
}
