import type { Artifact, Compiled, EncodedArtifact } from '../model/artifact.ts';
import { type Json, writeIndentedJson } from '../text/json.ts';
import { writePackageReadme } from './package/readme.ts';
import { readRuntimeFile, runtimePaths } from './runtime.generated.js';

/**
 * Emits the files that make the folder a package which services install: `package.json`, the run time itself under
 * `lib/`, and a README for whoever builds a service on it.
 */
export function* emitPackage(compiled: Compiled): Iterable<Artifact | EncodedArtifact> {
  const { matrix } = compiled;
  yield {
    path: 'package.json',
    content: `${writeIndentedJson(packageJson(matrix.policy.settings.package), 4)}\n`,
  };
  yield { path: 'README.md', content: writePackageReadme(compiled) };
  for (const path of runtimePaths) if (path.startsWith('lib/')) yield readRuntimeFile(path);
}

function packageJson({ name, version }: { readonly name: string; readonly version: string }): Json {
  return {
    name,
    version,
    description: 'Who may do what: permissions typed to the last property, written by plafond compile',
    license: 'UNLICENSED',
    type: 'module',
    engines: { node: '>=20' },
    sideEffects: ['./roles.*'],
    main: './index.cjs',
    module: './index.js',
    types: './index.d.ts',
    exports: {
      '.': {
        require: { types: './index.d.cts', default: './index.cjs' },
        types: './index.d.ts',
        module: './index.js',
        node: './index.node.js',
        default: './index.js',
      },
      ...Object.fromEntries(listParts().map((part) => [`./${part}`, moduleOf(part)])),
      './roles': {
        require: { types: './roles.d.cts', default: './roles.cjs' },
        types: './roles.d.ts',
        module: './roles.js',
        node: './roles.node.js',
        default: './roles.js',
      },
      './bundle.json': './bundle.json',
      './package.json': './package.json',
    },
    files: ['bundle.json', 'index.*', 'lib', 'manifest.json', 'roles', 'roles.*', 'rules'],
    peerDependencies: { '@casl/ability': '^7.0.0' },
  };
}

/**
 * Lists the modules that can be imported beside those that read a file of this folder: every module of `lib/` but the ones
 * that these share. A function, so that bundles which write no package go without all these texts.
 */
const listParts = (): readonly string[] =>
  runtimePaths
    .flatMap((path) => /^lib\/(\w+)\.cjs$/.exec(path)?.[1] ?? [])
    .filter((part) => part !== 'facade' && part !== 'roles')
    .sort();

const moduleOf = (part: string): Json => ({
  require: { types: `./lib/${part}.d.cts`, default: `./lib/${part}.cjs` },
  types: `./lib/${part}.d.ts`,
  default: `./lib/${part}.js`,
});
