/** @module-tag slow */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { collectNotices } from '../../scripts/notices.mjs';

/** The official schemas, with what they need to be asked. */
interface Library {
  readonly Spec: { readonly Version: { readonly v1dot6: string } };
  readonly Validation: {
    readonly JsonStrictValidator: new (version: string) => { validate(text: string): Promise<unknown> };
  };
}

const require = createRequire(import.meta.url);
const { Spec, Validation }: Library = require('@cyclonedx/cyclonedx-library');

const root = path.join(import.meta.dirname, '../..');

/** Reads the files of a folder that hold code, by path. */
function readCode(folder: string): [file: string, text: string][] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.c?js$/.test(file))
    .map((file) => [file, readFileSync(path.join(root, folder, file), 'utf8')]);
}

/** Returns the packages whose files esbuild named in what it wrote, as `name@version`. */
function bundledIn(code: string): string[] {
  const folders = [
    ...code.matchAll(/^ *\/\/ (node_modules\/(?:.*\/node_modules\/)?(?:@[^/\n]+\/)?[^/\n]+)\//gm),
  ];
  const names = folders.map(([, folder = '']) => {
    const { name, version } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    return `${name}@${version}`;
  });
  return [...new Set(names)].sort();
}

interface Bom {
  readonly components: readonly {
    readonly type: string;
    readonly group?: string;
    readonly name: string;
    readonly version?: string;
    readonly 'bom-ref': string;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const sbomText = readFileSync(path.join(root, 'dist/sbom.cdx.json'), 'utf8');
const notices = readFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
const sbom: Bom = JSON.parse(sbomText);

const listed = sbom.components
  .filter(({ type }) => type === 'library')
  .map(({ group, name, version }) => `${group === undefined ? name : `${group}/${name}`}@${version}`);

describe('what stands beside the bundles of dist/', () => {
  const code = readCode('dist');

  test('names every package whose files a bundle holds, in the bill of materials and in the notices', () => {
    const bundled = bundledIn(code.map(([, text]) => text).join('\n'));
    expect(bundled.length).toBeGreaterThan(20);
    expect(bundled.filter((name) => !listed.includes(name))).toEqual([]);
    for (const name of listed) expect(notices).toMatch(new RegExp(`^${quote(name)} \\(`, 'm'));
  });

  test('tells which packages are in the command and which in the action', () => {
    const contents = (bundle: string) => sbom.dependencies.find(({ ref }) => ref === bundle)?.dependsOn ?? [];
    const inAction = (name: string) =>
      contents('action.js').some((ref) => ref.startsWith(`pkg:npm/${name}@`));
    const inCommand = (name: string) =>
      contents('commands.cjs').some((ref) => ref.startsWith(`pkg:npm/${name}@`));
    expect(inAction('%40octokit/core')).toBe(true);
    expect(inCommand('%40octokit/core')).toBe(false);
    expect(inCommand('yargs')).toBe(true);
    expect(inCommand('yaml') && inAction('yaml')).toBe(true);
  });

  test('has the whole text of each licence', () => {
    const parts = notices.split(/^-{80}\n(?=\S+@\S+ \()/m).slice(1);
    expect(parts.length).toBe(listed.length);
    for (const part of parts) expect(part).toMatch(/permission|permitted|licensed/i);
  });

  test('is a valid bill of materials, whose references all lead somewhere', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(sbomText)).toBe(null);
    expect(await validator.validate(sbomText.replace('"type": "library"', '"type": "book"'))).not.toBe(null);
    const known = new Set(['pkg:npm/plafond@0.1.0', ...sbom.components.map(({ 'bom-ref': ref }) => ref)]);
    const named = sbom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(named.filter((ref) => !known.has(ref))).toEqual([]);
  });

  test('holds no time, no number of its own and no path of a machine', () => {
    expect(sbomText).not.toMatch(/timestamp|serialNumber/);
    for (const text of [sbomText, notices]) expect(text).not.toContain(root);
  });
});

test('the files of the written package hold nothing of others, so it needs no notices', () => {
  const code = readCode('generated/lib');
  expect(code.length).toBeGreaterThan(5);
  expect(bundledIn(code.map(([, text]) => text).join('\n'))).toEqual([]);
});

describe('collectNotices', () => {
  const own = { name: 'own', version: '1.0.0', description: 'Own', license: 'MIT' };

  /** Writes packages into a folder, each with its licence and maybe the text of it. */
  function folderWith(packages: Readonly<Record<string, { license?: string; text?: string }>>): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'plafond-notices-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [place, { license, text }] of Object.entries(packages)) {
      mkdirSync(path.join(folder, place), { recursive: true });
      const name = place.replace(/^.*node_modules\//, '');
      writeFileSync(
        path.join(folder, place, 'package.json'),
        JSON.stringify({ name, version: '2.0.0', license }),
      );
      if (text !== undefined) writeFileSync(path.join(folder, place, 'LICENSE.md'), text);
    }
    return folder;
  }

  const metafile = (files: Readonly<Record<string, readonly string[]>>) => ({
    inputs: Object.fromEntries(
      Object.entries(files).map(([file, imports]) => [
        file,
        {
          bytes: 1,
          imports: imports.map((imported) => ({ path: imported, kind: 'import-statement' as const })),
        },
      ]),
    ),
    outputs: {},
  });

  const files: readonly (readonly [string, readonly string[]])[] = [
    ['own.ts', ['node_modules/a/a.js']],
    ['node_modules/a/a.js', ['node_modules/a/other.js', 'node_modules/@of/b/b.js']],
    ['node_modules/a/other.js', []],
    ['node_modules/@of/b/b.js', ['node_modules/@of/b/node_modules/a/a.js']],
    ['node_modules/@of/b/node_modules/a/a.js', []],
  ];

  test('lists each package once, with what it imports, in whatever order files were read', () => {
    const folder = folderWith({
      'node_modules/a': { license: 'MIT', text: 'A may be copied\r\n' },
      'node_modules/@of/b': { license: '(MIT OR Apache-2.0)', text: 'B may be copied' },
      'node_modules/@of/b/node_modules/a': { license: 'MIT', text: 'A may be copied' },
    });
    const [some, others] = [files, files.toReversed()].map((order) =>
      collectNotices(folder, own, new Map([['own.js', metafile(Object.fromEntries(order))]])),
    );
    expect(others).toEqual(some);
    const { components, dependencies }: Bom = JSON.parse(some?.sbom ?? '');
    expect(components.map(({ 'bom-ref': ref }) => ref)).toEqual([
      'own.js',
      'pkg:npm/%40of/b@2.0.0',
      'pkg:npm/a@2.0.0',
    ]);
    expect(dependencies).toEqual([
      { ref: 'pkg:npm/own@1.0.0', dependsOn: ['own.js'] },
      { ref: 'own.js', dependsOn: ['pkg:npm/%40of/b@2.0.0', 'pkg:npm/a@2.0.0'] },
      { ref: 'pkg:npm/%40of/b@2.0.0', dependsOn: ['pkg:npm/a@2.0.0'] },
      { ref: 'pkg:npm/a@2.0.0', dependsOn: ['pkg:npm/%40of/b@2.0.0'] },
    ]);
    expect(some?.notices.match(/A may be copied/g)).toHaveLength(1);
    expect(some?.notices).not.toContain('\r');
  });

  test.each([{ license: 'MIT' }, { text: 'Do what you like' }])(
    'refuses a package that only has %j',
    (given) => {
      const folder = folderWith({ 'node_modules/a': given });
      const bundles = new Map([['own.js', metafile({ 'node_modules/a/a.js': [] })]]);
      expect(() => collectNotices(folder, own, bundles)).toThrow('a@2.0.0 says no licence');
    },
  );
});

const quote = (text: string) => text.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
