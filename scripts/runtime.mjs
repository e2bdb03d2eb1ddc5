/**
 * Builds runtime/ into compiler/targets/runtime.generated.js: the texts of the files that do not depend on the
 * policies, each as an ES module, as CommonJS and with its types.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, transform } from 'esbuild';
import { compileValidators, readSchemas } from './generate.mjs';
import { findPackageFolder } from './notices.mjs';

const root = new URL('../', import.meta.url);
const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, root));
const runtimeFile = at('compiler/targets/runtime.generated.js');

/** The files of which others take parts, each from those before it. */
const sharedFiles = ['shared', 'facade'];

/** The modules that a service may import beside the facade itself. */
const entries = ['client', 'mongo', 'prisma', 'sql', 'store'];

/** Writes the texts of all files that are the same for every catalog. */
export async function buildRuntime() {
  const all = await Promise.all([bundleModules(), bundleTypes(), readEntries()]);
  const texts = Object.fromEntries(all.flat().sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(runtimeFile, moduleOf(texts));
}

/** The module that holds the texts. @param {Readonly<Record<string, string>>} texts by path */
const moduleOf = (texts) => `const texts = ${JSON.stringify(texts)};
export const runtimePaths = Object.keys(texts);
export const readRuntimeFile = (path) => ({
  path,
  content: texts[path],
  bytes: new TextEncoder().encode(texts[path]),
});
`;

/** Every file as an ES module and as CommonJS. @returns {Promise<[path: string, text: string][]>} */
async function bundleModules() {
  const texts = await Promise.all(
    [...sharedFiles, ...entries, 'roles'].map(async (name) => {
      const result = await build({
        absWorkingDir: at(''),
        entryPoints: [at(`runtime/${name}.ts`)],
        bundle: true,
        format: 'esm',
        platform: 'neutral',
        target: 'es2022',
        external: ['@casl/ability'],
        plugins: [takeShared(name), ...(name === 'roles' ? [onlyRoles] : [])],
        write: false,
        metafile: true,
        logLevel: 'warning',
      });
      // These modules come without notices, so they must hold nothing of others.
      const foreign = Object.keys(result.metafile.inputs).find(
        (path) => findPackageFolder(path) !== undefined,
      );
      if (foreign !== undefined) throw new Error(`runtime/${name}.ts must not bundle ${foreign}`);
      const module = result.outputFiles[0]?.text ?? '';
      if (name === 'roles') await refuseOmittedCodes(module);
      const { code } = await transform(module.replace(/"\.\/(shared|facade)\.js"/g, '"./$1.cjs"'), {
        format: 'cjs',
        target: 'es2022',
      });
      return /** @type {[string, string][]} */ ([
        [`lib/${name}.js`, module],
        [`lib/${name}.cjs`, code],
      ]);
    }),
  );
  return texts.flat();
}

/** Reads the modules that load the bundle, one for each kind of host. @returns {Promise<[path: string, text: string][]>} */
function readEntries() {
  const names = [
    ...['index.cjs', 'index.js', 'index.node.js'],
    ...['roles.cjs', 'roles.d.cts', 'roles.d.ts', 'roles.js', 'roles.node.js'],
  ];
  return Promise.all(
    names.map(async (name) => [name, await readFile(at(`runtime/package/${name}`), 'utf8')]),
  );
}

/**
 * The modules from which `shared.ts` and `facade.ts` export are in `shared.js` and `facade.js` already; other files take them from
 * there.
 * @param {string} name of the file that is bundled
 * @returns {import('esbuild').Plugin}
 */
const takeShared = (name) => ({
  name: 'take-shared',
  async setup({ onResolve }) {
    /** @type {Map<string, string>} */
    const holders = new Map();
    const before = sharedFiles.includes(name) ? sharedFiles.slice(0, sharedFiles.indexOf(name)) : sharedFiles;
    for (const holder of before.toReversed()) {
      const text = await readFile(at(`runtime/${holder}.ts`), 'utf8');
      for (const [, file = ''] of text.matchAll(/ from '\.\/(.+)';/g))
        holders.set(at(`runtime/${file}`), `./${holder}.js`);
    }
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
      const holder = holders.get(join(resolveDir, path));
      return holder === undefined ? undefined : { path: holder, external: true };
    });
  },
});

/**
 * The compiler's stages as far as they read roles: what is written is JSON, which needs no reader of YAML, of the kinds of
 * documents only roles come from outside, `roles.json` has not all others, a finding says what its definition says to it
 * alone, and nothing of others may be written into services.
 * @type {import('esbuild').Plugin}
 */
const onlyRoles = {
  name: 'only-roles',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/(yaml|write-flow-yaml)\.ts$/ }, () => ({
      path: at('runtime/roles/json-as-yaml.ts'),
    }));
    onResolve({ filter: /^damerau-levenshtein$/ }, () => ({ path: at('runtime/roles/edit-distance.ts') }));
    onResolve({ filter: /\/(tests|mappings|runbooks)\.ts$/ }, ({ importer }) =>
      importer.endsWith('link.ts') ? { path: at('runtime/roles/no-other-documents.ts') } : undefined,
    );
    onResolve({ filter: /\/codes\/\w+\.ts$/ }, ({ path }) =>
      omittedCodes.includes(basename(path, '.ts'))
        ? { path: at('runtime/roles/no-other-codes.ts') }
        : undefined,
    );
    onLoad({ filter: /[/\\]diagnostics[/\\]codes[/\\]\w+\.ts$/ }, async ({ path }) => ({
      contents: omitGeneralAdvice(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
    onLoad({ filter: /validators\.generated\.js$/ }, async () => ({
      contents: await compileValidators(await readSchemas(), ['Role']),
    }));
  },
};

/** The files of diagnostics of which none is about a role. */
const omittedCodes = ['artifacts', 'history', 'imports'];

/**
 * Refuses a module that reports a diagnostic whose definition is left out of it.
 * @param {string} module
 */
async function refuseOmittedCodes(module) {
  for (const file of omittedCodes) {
    const text = await readFile(at(`compiler/diagnostics/codes/${file}.ts`), 'utf8');
    for (const [, code = ''] of text.matchAll(/^ {2}'?([\w-]+)'?: \{$/gm))
      if (module.includes(`"${code}"`))
        throw new Error(`lib/roles.js reports \`${code}\`, which it does not define`);
  }
}

/**
 * Leaves out of the definitions of diagnostics what only the page of rules and code scanning say.
 * @param {string} text
 */
function omitGeneralAdvice(text) {
  let count = 0;
  const bare = text
    .replace(/^ {4}remedy:\s+(?:'[^'\n]*'|"[^"\n]*"),\n/gm, () => {
      count++;
      return '';
    })
    .replace(/^ {4}securitySeverity: '[\d.]+',\n/gm, '');
  if (count !== (text.match(/^ {4}message: /gm)?.length ?? 0) || /^ {4}(remedy|securitySeverity)/m.test(bare))
    throw new Error('a diagnostic is defined in another form than its `remedy` is looked for in');
  return bare;
}

/**
 * The types of what a service may import, for ES modules and for CommonJS. Those of the adapters are declared
 * by TypeScript's compiler; those that speak of the facade itself mean the package's, which knows the names of
 * the catalog, and are written by hand in runtime/package/.
 * @returns {Promise<[path: string, text: string][]>}
 */
async function bundleTypes() {
  const declared = await declare(['mongo', 'prisma', 'sql', 'where']);
  for (const name of ['catalog', 'client', 'store'])
    declared.set(`${name}.d.ts`, await readFile(at(`runtime/package/lib/${name}.d.ts`), 'utf8'));
  return [...declared].flatMap(([path, text]) => [
    [`lib/${path}`, text.replace(relative, "$1.js'")],
    [`lib/${path.replace(/ts$/, 'cts')}`, text.replace(relative, "$1.cjs'")],
  ]);
}

/** The end of a relative import: the package has no `.ts` files. */
const relative = /(from '\.[^']*)\.[jt]s'/g;

/**
 * Returns the type declarations of modules of runtime/ and of the modules that they import, by path.
 * @param {readonly string[]} names
 * @returns {Promise<Map<string, string>>}
 */
async function declare(names) {
  const folder = await mkdtemp(join(tmpdir(), 'plafond-facade-'));
  try {
    await promisify(execFile)(process.execPath, [
      ...[
        at('node_modules/typescript/bin/tsc'),
        '--ignoreConfig',
        '--declaration',
        '--emitDeclarationOnly',
        '--noCheck',
      ],
      ...['--allowImportingTsExtensions', '--target', 'es2023', '--module', 'nodenext', '--strict'],
      ...['--skipLibCheck', '--types', 'node', '--rootDir', at(''), '--outDir', folder],
      ...names.map((name) => at(`runtime/${name}.ts`)),
    ]);
    /** @type {Map<string, string>} */
    const declared = new Map();
    const wanted = names.map((name) => `${name}.d.ts`);
    for (const path of wanted) {
      if (declared.has(path)) continue;
      const text = await readFile(join(folder, 'runtime', path), 'utf8');
      declared.set(path, text);
      for (const [, imported = ''] of text.matchAll(/from '(\.[^']*)\.ts'/g))
        wanted.push(`${posix.join(posix.dirname(path), imported)}.d.ts`);
    }
    return declared;
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildRuntime();
