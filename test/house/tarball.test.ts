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
import { afterAll, beforeAll, expect, test } from 'vitest';

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
  // Without `prepare`, which would build anew under the tests that run meanwhile.
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
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

test('it brings no other package along', () => {
  expect(
    readdirSync(path.join(folder, 'empty/node_modules')).filter((name) => !name.startsWith('.')),
  ).toEqual(['plafond']);
  const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(
    readFileSync(path.join(installed, 'package.json'), 'utf8'),
  );
  expect([dependencies, peerDependencies, optionalDependencies]).toEqual([undefined, undefined, undefined]);
});

test('it starts policies in an empty folder, checks and compiles them', () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(plafond('--version').stdout.trim()).toBe(version);
  for (const args of [
    ['init', 'policies'],
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
  expect(existsSync(path.join(folder, 'empty/generated/bundle.json'))).toBe(true);
});
