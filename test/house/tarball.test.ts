/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pack } from '../../scripts/pack.mjs';
import { listLinks } from '../support/pages.ts';

const root = path.join(import.meta.dirname, '../..');

let folder: string;
let installed: string;

/** Runs npm without a registry that answers, and with nothing that it kept before. */
function npm(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      npm_config_cache: path.join(folder, 'cache'),
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_offline: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    },
  });
  expect(status, `npm ${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

function plafond(...args: readonly string[]) {
  const bin = path.join(folder, 'empty/node_modules/.bin/plafond');
  return spawnSync(bin, args, {
    cwd: path.join(folder, 'empty'),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-tarball-'));
  // Without `prepack`, which would build anew under the tests that run meanwhile.
  pack(root, folder);
  const [tarball = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  mkdirSync(path.join(folder, 'empty'));
  writeFileSync(path.join(folder, 'empty/package.json'), '{ "private": true }\n');
  // With scripts: an install must not want to build.
  npm(path.join(folder, 'empty'), 'install', path.join(folder, tarball));
  installed = path.join(folder, 'empty/node_modules/plafond');
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the tarball holds what its users need, and none of what only its makers do', () => {
  for (const file of [
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'docs/library.md',
    'docs/rules.md',
    'schema/role.schema.json',
    'dist/plafond.js',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/sbom.cdx.json',
  ])
    expect(existsSync(path.join(installed, file)), file).toBe(true);
  expect(readdirSync(installed).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'docs',
    'package.json',
    'schema',
  ]);
});

test('every link of its pages leads to a file of it, or to one of the repository at the tag of the version', () => {
  const { repository, version } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'));
  const home = `https://github.com/${repository.replace('github:', '')}`;
  const pages = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  expect(pages.sort()).toEqual(['CHANGELOG.md', 'README.md', 'docs/library.md', 'docs/rules.md']);
  const readPage = (page: string) => readFileSync(path.join(installed, page), 'utf8');
  for (const page of pages)
    for (const link of listLinks(readPage(page))) {
      const [, file] = new RegExp(`^${home}/(?:blob|tree|raw)/v${version}/(.+)$`).exec(link) ?? [];
      if (file !== undefined) expect(existsSync(path.join(root, file)), `${page}: ${link}`).toBe(true);
      else if (!/^https:/.test(link))
        expect(existsSync(path.join(installed, path.dirname(page), link)), `${page}: ${link}`).toBe(true);
    }
  expect(readPage('README.md')).toContain(`](${home}/blob/v${version}/docs/start.md)`);
  expect(readPage('README.md')).toContain('](docs/library.md)');
  expect(readPage('README.md')).toContain(`](${home}/raw/v${version}/docs/explain.png)`);
});

test('it has no script that npm runs, or asks about, where it is installed', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'));
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
    expect(scripts, name).not.toHaveProperty(name);
});

test('it brings no other package along', () => {
  expect(
    readdirSync(path.join(folder, 'empty/node_modules')).filter((name) => !name.startsWith('.')),
  ).toEqual(['plafond']);
  const { dependencies, peerDependencies, peerDependenciesMeta, optionalDependencies } = JSON.parse(
    readFileSync(path.join(installed, 'package.json'), 'utf8'),
  );
  expect([dependencies, optionalDependencies]).toEqual([undefined, undefined]);
  // Databases are written by packages that whoever wants one installs; npm must not.
  const peers = Object.keys(peerDependencies);
  expect(peers).toEqual(['@duckdb/node-api', 'sql.js']);
  expect(peers.filter((name) => peerDependenciesMeta[name].optional !== true)).toEqual([]);
});

test('a database that takes a package is refused by name of the package, and Parquet is written without', () => {
  expect(plafond('init', 'fleet-policies', '--name', '@acme/permissions').status).toBe(0);
  const options = ['--policies', 'fleet-policies'];
  expect(plafond('export', ...options, '--out', 'fleet').status).toBe(0);
  for (const [format, name] of [
    ['duckdb', '@duckdb/node-api'],
    ['sqlite', 'sql.js'],
  ] as const) {
    const { status, stderr } = plafond('export', ...options, '--format', format, '--out', `fleet.${format}`);
    expect(status).toBe(2);
    expect(stderr).toContain(`which is not installed; run \`npm i -D ${name}\``);
  }
});

test('it starts policies in an empty folder, checks and compiles them', () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(plafond('--version').stdout.trim()).toBe(version);
  for (const args of [
    ['init', 'policies', '--name', '@acme/permissions'],
    ['check'],
    ['test', '--coverage'],
    ['compile'],
    ['compile', '--check'],
    ['explain', '--help'],
    ['init', 'forge', '--example', 'forge', '--name', '@acme/permissions'],
    ['check', '--policies', 'forge', '--strict'],
    ['test', '--policies', 'forge'],
  ]) {
    const { status, stdout, stderr } = plafond(...args);
    expect(status, `${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
  }
  expect(existsSync(path.join(folder, 'empty/policies'))).toBe(true);
  expect(existsSync(path.join(folder, 'empty/generated-policies/bundle.json'))).toBe(true);
});

test('the hooks run before every commit, and run the plafond that is installed', () => {
  const hooks = parse(readFileSync(path.join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    readonly id: string;
    readonly entry: string;
    readonly language: string;
    readonly always_run?: boolean;
  }[];
  expect(hooks.map(({ id }) => id)).toEqual(['plafond-check', 'plafond-test', 'plafond-compile-check']);
  for (const { id, entry, ...hook } of hooks) {
    // Files that are removed are passed to no hook, so a pattern would leave out that a role goes.
    expect(hook, id).toMatchObject({ language: 'system', always_run: true, pass_filenames: false });
    const [command, ...words] = entry.split(' ');
    expect(command).toBe('npm');
    npm(path.join(folder, 'empty'), ...words, '--policies', 'policies');
  }
});

describe('the library', () => {
  const samples = () =>
    [...readFileSync('docs/library.md', 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)]
      .map(([, text]) => text)
      .join('\n');

  beforeAll(() => {
    mkdirSync(path.join(folder, 'empty/library'));
    expect(plafond('init', 'library/policies', '--name', '@acme/permissions').status).toBe(0);
    writeFileSync(path.join(folder, 'empty/library/samples.mts'), samples());
  });

  test('has the types that the samples of its page ask for', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        path.join(root, 'node_modules/typescript/bin/tsc'),
        ...['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2023'],
        ...['--module', 'nodenext', '--types', 'node', '--typeRoots', path.join(root, 'node_modules/@types')],
        'samples.mts',
      ],
      { cwd: path.join(folder, 'empty/library'), encoding: 'utf8' },
    );
    expect([stdout, status]).toEqual(['', 0]);
  });

  test('does what its page says', async () => {
    const { code } = await transform(samples(), { loader: 'ts', format: 'esm', target: 'es2022' });
    writeFileSync(path.join(folder, 'empty/library/samples.mjs'), code);
    const { status, stderr } = spawnSync(process.execPath, ['samples.mjs'], {
      cwd: path.join(folder, 'empty/library'),
      encoding: 'utf8',
    });
    expect([stderr, status]).toEqual(['', 0]);
  });

  test('asks nothing of Node, and needs no other file', async () => {
    const library = path.join(installed, 'dist/library.js');
    const { metafile } = await build({
      ...{ entryPoints: [library], bundle: true, platform: 'neutral', write: false, metafile: true },
    });
    expect(Object.values(metafile.inputs).map(({ imports }) => imports)).toEqual([[]]);
    const script = `
      const files = JSON.parse(process.argv[1]);
      const say = console.log;
      for (const name of ['process', 'Buffer', 'require', 'module', 'setImmediate']) delete globalThis[name];
      const { compile, explain, write } = await import('plafond');
      const policies = compile(files);
      const { decidedBy } = explain(policies, { permission: 'Ticket:remove', tenant: 'acme', role: 'agent' });
      say(JSON.stringify([policies.errors, decidedBy, Object.fromEntries([...write(policies)].map(({ path, content }) => [path, content]))]));
    `;
    const policies = path.join(folder, 'empty/library/policies');
    const files = Object.fromEntries(
      readdirSync(policies, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(policies, file), 'utf8')]),
    );
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script, '--', JSON.stringify(files)],
      { cwd: path.join(folder, 'empty'), encoding: 'utf8', maxBuffer: 1e9 },
    );
    expect(stderr).toBe('');
    const [errors, decidedBy, written] = JSON.parse(stdout) as [number, string, Record<string, string>];
    expect([errors, decidedBy]).toEqual([0, 'role']);
    // Byte for byte what the command writes, its digests among it.
    expect(plafond('compile', '--policies', 'library/policies').status).toBe(0);
    for (const [file, content] of Object.entries(written))
      expect([file, readFileSync(path.join(folder, 'empty/library/generated', file), 'utf8')]).toEqual([
        file,
        content,
      ]);
  });
});
