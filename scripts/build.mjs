// Bundles the compiler into dist/plafond.js; commands become files of their own, loaded when they are run. The explorer
// becomes one page, dist/explorer.html.
// The code of the GitHub Action becomes dist/action.js. Beside them stand the licences of the packages in them.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import typescript from 'typescript-6';
import { writeCommandTables } from './command-tables.mjs';
import { buildExplorer } from './explorer.mjs';
import { generate } from './generate.mjs';
import { collectNotices } from './notices.mjs';
import { buildRuntime } from './runtime.mjs';

const { flattenDiagnosticMessageText, ScriptTarget, transpileDeclaration } = typescript;

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

// The runtime holds the validators that are generated.
await generate(false);
await buildRuntime();

const own = JSON.parse(readFileSync(at('package.json'), 'utf8'));

/** yargs looks for translations beside its own files; in a bundle there are none, and English needs none. */
const withoutTranslations = {
  name: 'without-translations',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]y18n[/\\]index\.mjs$/ }, () => ({ contents: translations }));
  },
};

const translations = `
  import { format } from 'node:util';
  const one = (text, ...facts) => format(text, ...facts);
  const many = (single, plural, number, ...facts) => format(number === 1 ? single : plural, ...facts);
  export default () => ({ __: one, __n: many, getLocale: () => 'en', setLocale() {}, updateLocale() {} });
`;

/**
 * Replaces the one of two versions of string-width that yargs uses: the library is loaded for the first text that is
 * not plain.
 */
const widthOnDemand = {
  name: 'width-on-demand',
  setup({ onResolve }) {
    const whole = createRequire(fileURLToPath(import.meta.resolve('yargs'))).resolve('string-width');
    const onDemand = at('scripts/width-on-demand.mjs');
    onResolve({ filter: /^string-width$/ }, ({ kind }) => ({
      path: kind === 'require-call' ? whole : onDemand,
    }));
  },
};

/**
 * Stands in place of the digest of the whole build until that is known; the digest decides which cached results may be
 * read.
 */
const placeOfDigest = '@@digest-of-the-build@@';

/** @type {import('esbuild').BuildOptions & { write: false, metafile: true }} */
const options = {
  absWorkingDir: at(''),
  outdir: at('dist'),
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // cli-progress is CommonJS and requires modules of Node's own.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  define: {
    'process.env.PLAFOND_VERSION': JSON.stringify(own.version),
    'process.env.PLAFOND_DIGEST': JSON.stringify(placeOfDigest),
  },
  // The same parser as ES modules: what is not used stays out.
  alias: { yaml: at('node_modules/yaml/browser/index.js') },
  plugins: [withoutTranslations, widthOnDemand],
  logLevel: 'warning',
  write: false,
  metafile: true,
};

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

/** The entry of the library that reads folders and revisions. */
const nodeOptions = {
  ...options,
  entryPoints: { 'library-node': at('compiler/library-node.ts') },
  splitting: false,
};

await writeCommandTables({
  ...options,
  ...{ outdir: undefined, splitting: false, chunkNames: undefined, write: true, metafile: false },
});

// Built separately: with chunks in common, the command line would have to load more files.
const built = await Promise.all([
  build({ ...options, entryPoints: { plafond: at('compiler/cli.ts') } }),
  build({ ...options, entryPoints: { action: at('action/entry.ts') }, splitting: false }),
  build(libraryOptions),
  build(nodeOptions),
]).catch(() => process.exit(1));
const explorer = await buildExplorer(libraryOptions).catch(() => process.exit(1));

const { notices, sbom } = collectNotices(
  at(''),
  own,
  new Map([
    ...['plafond.js', 'action.js', 'library.js', 'library-node.js'].map((name, index) => [
      name,
      built[index].metafile,
    ]),
    ['explorer.html', explorer.metafile],
  ]),
);

// Removed only now, so that a failed build leaves the last good one.
rmSync(at('dist'), { recursive: true, force: true });
for (const folder of ['chunks', 'library', 'questions']) mkdirSync(at(`dist/${folder}`), { recursive: true });
const outputs = built.flatMap(({ outputFiles }) => outputFiles);
const digest = createHash('sha256');
for (const { path, contents } of outputs)
  digest
    .update(path.slice(at('').length))
    .update('\0')
    .update(contents);
writeFileSync(at('dist/explorer.html'), explorer.html);
const digestOfBuild = digest.digest('hex');
for (const { path, text } of outputs)
  writeFileSync(path, text.replace(placeOfDigest, digestOfBuild), { mode: 0o755 });
for (const [path, text] of declareLibrary()) writeFileSync(at(`dist/${path}`), text);
writeFileSync(at('dist/THIRD-PARTY-NOTICES.txt'), notices);
writeFileSync(at('dist/sbom.cdx.json'), sbom);

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
