/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';

/** The names of tenants that files, modules and objects could take for something else. */
const names = ['Smith & Sons', "50+20 (o'Hara)", 'a/b', 'constructor', 'con', '7', 'plain'];

const policies = [
  acme,
  ...names.map((name) => JSON.stringify({ kind: 'Tenant', name, ceiling: { models: { '*': 'all' } } })),
  ...names.map((tenant) =>
    JSON.stringify({
      kind: 'Role',
      name: `of ${tenant}`,
      tenant,
      userType: 'Core',
      portfolio: ['own'],
      grants: { models: { Company: ['view'] } },
    }),
  ),
].join('\n---\n');

const { matrix } = compiled(filesInMemory({ 'policies/all.yaml': policies }));
const artifacts = [...emitArtifacts(compilePolicy(matrix.policy), { version: '0.0.0', folder: 'policies' })];

const root = mkdtempSync(path.join(tmpdir(), 'plafond-own-'));
symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
afterAll(() => rmSync(root, { recursive: true }));

/** Writes the package, with some files otherwise, and returns its folder. */
function install(changes: { readonly [file: string]: string | undefined } = {}): string {
  const folder = mkdtempSync(path.join(root, 'package-'));
  for (const { path: file, content } of artifacts) {
    const text = file in changes ? changes[file] : content;
    if (text === undefined || !/^(lib\/|package\.json|roles[./])/.test(file)) continue;
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

/** Returns what a script prints, as JSON, that is run beside a package. */
function run(folder: string, script: string, text: string): unknown {
  writeFileSync(path.join(folder, script), text);
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(folder, script)], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const listing = `
  const outcome = (name) => {
    try {
      return roles({ tenant: name }).list().map(({ role }) => role).filter((role) => role.startsWith('of '));
    } catch ({ name, code, message }) {
      return [name, code, message];
    }
  };
  console.log(JSON.stringify(${JSON.stringify(names)}.map(outcome)));
`;
const all = names.map((name) => [`of ${name}`]);

describe('the roles that a tenant has for itself alone', () => {
  test('stand in one file for each tenant', () => {
    expect(readdirSync(path.join(install(), 'roles/tenants')).sort()).toEqual([
      '50=2b20=20=28o=27=48ara=29.json',
      '7.json',
      '=53mith=20=26=20=53ons.json',
      '=63on.json',
      'a=2fb.json',
      'acme.json',
      'big-corp.json',
      'constructor.json',
      'plain.json',
    ]);
    const of = (file: string) => artifacts.find((artifact) => artifact.path === file)?.content ?? '';
    expect(of('roles.json')).not.toContain('of plain');
    expect(of('roles/tenants/plain.json')).toContain('of plain');
  });

  test.each([
    ['modules', 'main.mjs', `import { roles } from './roles.node.js'; ${listing}`],
    ['CommonJS', 'main.cjs', `const { roles } = require('./roles.cjs'); ${listing}`],
  ])('are loaded by %s, whatever tenants are called', (_, script, text) => {
    expect(run(install(), script, text)).toEqual(all);
  });

  test.each(['esm', 'cjs'] as const)('are bundled for a browser, as %s', async (format) => {
    const folder = install();
    const from =
      format === 'esm' ? "import { roles } from './roles.js';" : "const { roles } = require('./roles.cjs');";
    writeFileSync(path.join(folder, 'entry.js'), `${from} ${listing}`);
    const { outputFiles } = await build({
      entryPoints: [path.join(folder, 'entry.js')],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      logLevel: 'silent',
    });
    const alone = mkdtempSync(path.join(root, 'page-'));
    expect(run(alone, 'page.cjs', outputFiles[0]?.text ?? '')).toEqual(all);
  });

  test('are refused where their file is not the one that was written, and those of others are not', () => {
    const written = artifacts.find((artifact) => artifact.path === 'roles/tenants/plain.json')?.content ?? '';
    const others = all.slice(0, -1);
    for (const text of [written.replace('"view"', '"export"'), '{}', '[', undefined]) {
      const folder = install({ 'roles/tenants/plain.json': text });
      const found = run(
        folder,
        'main.mjs',
        `import { roles } from './roles.node.js'; ${listing}`,
      ) as unknown[];
      expect(found.slice(0, -1)).toEqual(others);
      expect(found.at(-1)).toEqual([
        'PermissionsError',
        'altered',
        expect.stringContaining('the file of `plain` in `roles/tenants/` is not the one'),
      ]);
    }
    expect(readFileSync(path.join(install(), 'roles/tenants/plain.json'), 'utf8')).toBe(written);
  });
});
