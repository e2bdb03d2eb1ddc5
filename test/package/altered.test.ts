/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { writeCanonicalJson } from '../../compiler/text/json.ts';
import { digestText } from '../../runtime/sha256.ts';

const { policy } = readPolicy(filesOnDisk('policies'), 'policies');
if (!policy) throw new Error('policies/ has errors');
const tenant = policy.tenants.find(({ name }) => name === 'acme');
const whole = [...emitArtifacts(compilePolicy(policy), { version: '0.0.0', folder: 'policies' })];
const cut = [...emitArtifacts(compilePolicy(policy, tenant), { version: '0.0.0', folder: 'policies' })];

const root = mkdtempSync(path.join(tmpdir(), 'plafond-altered-'));
symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
afterAll(() => rmSync(root, { recursive: true }));

type Parsed = {
  digest?: string;
  sets: string[];
  userTypes: { name: string }[];
  catalog: { models: { actions: string[]; properties: Record<string, string[]> }[]; features: string[] };
  tenants: Record<string, { roles: Record<string, { userType: string; effective: number }> }>;
};

/** Installs a package whose `bundle.json` was changed, and returns its folder. */
function installed(change: (text: string) => string, artifacts = whole): string {
  const folder = mkdtempSync(path.join(root, 'package-'));
  for (const { path: file, content } of artifacts) {
    if (!/^(index\.|lib\/|package\.json|bundle\.json)/.test(file)) continue;
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), file === 'bundle.json' ? change(content) : content);
  }
  return folder;
}

/** Returns the outcome of loading a package: its digest, or the name and code of what it throws. */
function outcomeOf(folder: string): string {
  try {
    return (createRequire(import.meta.url)(path.join(folder, 'index.cjs')) as { digest: string }).digest;
  } catch (error) {
    const { name, code } = error as { name?: unknown; code?: unknown };
    return `${name}: ${code}`;
  }
}

const changed = (change: (bundle: Parsed) => void) => (text: string) => {
  const bundle = JSON.parse(text) as Parsed;
  change(bundle);
  return JSON.stringify(bundle);
};

/** The same, with the digest that the bundle then has by its own description. */
const changedAndDigested = (change: (bundle: Parsed) => void) =>
  changed((bundle) => {
    change(bundle);
    const { digest: _, ...rest } = bundle;
    bundle.digest = createHash('sha256').update(writeCanonicalJson(rest)).digest('hex');
  });

const allBits = ({ sets }: Parsed) => {
  for (const [at, set] of sets.entries())
    sets[at] = Buffer.from(Buffer.from(set, 'base64').map(() => 0xff)).toString('base64');
};

const oneBit = ({ sets }: Parsed) => {
  const bytes = Buffer.from(sets[0] ?? '', 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  sets[0] = bytes.toString('base64');
};

const otherUserType = ({ tenants, userTypes }: Parsed) => {
  const role = Object.values(tenants.acme?.roles ?? {}).find((one) => one.userType === userTypes[0]?.name);
  if (!role) throw new Error('acme has no role of the highest user type');
  role.userType = userTypes.at(-1)?.name ?? '';
};

const otherEffective = ({ tenants }: Parsed) => {
  for (const role of Object.values(tenants.acme?.roles ?? {})) role.effective = 0;
};

const reversedKeys = ({ catalog }: Parsed) => {
  for (const model of catalog.models)
    model.properties = Object.fromEntries(Object.entries(model.properties).reverse());
};

const reversedActions = ({ catalog }: Parsed) => {
  for (const { actions } of catalog.models) actions.reverse();
};

const changes = { allBits, oneBit, otherUserType, otherEffective, reversedKeys, reversedActions };

const digestIn = (artifacts: typeof whole) =>
  (JSON.parse(artifacts.find((one) => one.path === 'bundle.json')?.content ?? '') as Parsed).digest;

describe('a package whose bundle is another', () => {
  test.for(Object.entries(changes))('refuses to load: %s', ([, change]) => {
    expect(outcomeOf(installed(changed(change)))).toBe('PermissionsError: altered');
    expect(outcomeOf(installed(changedAndDigested(change)))).toBe('PermissionsError: altered');
    expect(outcomeOf(installed(changedAndDigested(change), cut))).toBe('PermissionsError: altered');
  });

  test('refuses the bundle of another release, such as one for all tenants instead of one', () => {
    const other = whole.find((one) => one.path === 'bundle.json')?.content ?? '';
    expect(outcomeOf(installed(() => other, cut))).toBe('PermissionsError: altered');
  });

  test.for([
    ['a digest alone', changed((bundle) => Object.assign(bundle, { digest: '0'.repeat(64) }))],
    ['no digest', changed((bundle) => Reflect.deleteProperty(bundle, 'digest'))],
    ['another key', changed((bundle) => Object.assign(bundle, { more: 1 }))],
    ['no map', () => '[]'],
    ['null', () => 'null'],
  ] as const)('refuses %s', ([, change]) => {
    expect(outcomeOf(installed(change))).toBe('PermissionsError: altered');
  });

  test('refuses as an ES module too, in Node and where JSON is imported, and says what to do', () => {
    const folder = installed(changedAndDigested(allBits));
    for (const entry of ['index.js', 'index.node.js']) {
      const { status, stderr } = spawnSync(process.execPath, [path.join(folder, entry)], {
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/PermissionsError: `bundle\.json` is not the one that plafond compile wrote/);
      expect(stderr).toContain('install the package anew');
    }
  });
});

describe('a package whose bundle is written otherwise', () => {
  test.for([
    ['as compile wrote it', (text: string) => text],
    ['with the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['without white space', changed(() => undefined)],
  ] as const)('loads: %s', ([, change]) => {
    expect(outcomeOf(installed(change))).toBe(digestIn(whole));
    expect(outcomeOf(installed(change, cut))).toBe(digestIn(cut));
  });

  test('loads as an ES module', () => {
    const folder = installed((text) => text.replaceAll('\n', '\r\n'));
    for (const entry of ['index.js', 'index.node.js'])
      expect(spawnSync(process.execPath, [path.join(folder, entry)]).status).toBe(0);
  });

  test('is not judged by its index alone: every entry holds the same digest', () => {
    const held = ['index.js', 'index.node.js', 'index.cjs'].map(
      (file) => /'([0-9a-f]{64})'/.exec(readFileSync(path.join(installed(String), file), 'utf8'))?.[1],
    );
    expect(new Set(held).size).toBe(1);
    expect(held[0]).toBeDefined();
  });
});

test('our own SHA-256 is that of everybody', () => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  for (let length = 0; length < 200; length++) {
    expect(digestText('a'.repeat(length))).toBe(digest('a'.repeat(length)));
    expect(digestText('é'.repeat(length))).toBe(digest('é'.repeat(length)));
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(digestText(text)).toBe(digest(text));
    }),
    { seed: 1, numRuns: 200 },
  );
});
