/** @module-tag slow */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { listLinks } from '../support/pages.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-package-'));
const installed = path.join(folder, 'node_modules', '@planhat', 'permissions');

/** Installs what compile writes of policies/ as npm would: packed, so that what `files` leaves out is not there. */
beforeAll(() => {
  const { policy } = readPolicy(filesOnDisk('policies'), 'policies');
  if (!policy) throw new Error('policies/ has errors');
  const written = path.join(folder, 'written');
  for (const { path: file, content } of emitArtifacts(compilePolicy(policy), {
    version: '0.0.0',
    folder: 'policies',
  })) {
    mkdirSync(path.dirname(path.join(written, file)), { recursive: true });
    writeFileSync(path.join(written, file), content);
  }
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: written });
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', [
    '-xzf',
    path.join(folder, String(packed).trim()),
    '-C',
    installed,
    '--strip-components=1',
  ]);
  for (const name of ['@casl', '@ucast', '@types'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(folder, 'node_modules', name));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('every link and every file that its README names is there', () => {
  const readme = readFileSync(path.join(installed, 'README.md'), 'utf8');
  const links = listLinks(readme);
  expect(links).toContain('https://casl.js.org');
  const table = [...readme.matchAll(/^\| (`[^|]+`) \| (?!in the folder only)/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([a-z-]+(?:\/|\.[a-z]+))`/g)].map(([, name = '']) => name),
  );
  expect(table).toContain('rules/');
  for (const named of [...links.filter((link) => !link.startsWith('https:')), ...table])
    expect(existsSync(path.join(installed, named)), named).toBe(true);
});

const signedIn = `{ tenant: 'acme', roles: ['csm'], userType: 'Core', user: { id: 'u1', managedUserIds: ['u2'] } }`;

/** Uses every entry of the package and says what it found. */
const script = (load: (entry: string, names: string) => string) => `
  ${load('@planhat/permissions', 'permissions, isProperty, digest, PermissionsError')}
  ${load('@planhat/permissions/sql', 'sqlFor')}
  ${load('@planhat/permissions/prisma', 'prisma')}
  ${load('@planhat/permissions/mongo', 'mongo')}
  ${load('@planhat/permissions/store', 'openStore')}
  ${load('@planhat/permissions/client', 'abilityFrom')}
  const policy = permissions(${signedIn});
  const mine = { owner: 'u1', coOwner: null, country: null, orgPath: null, phase: null };
  const toSql = sqlFor({ dialect: 'postgres', models: { Company: { table: 'company' } } });
  let refused;
  try {
    permissions({ ...${signedIn}, roles: ['nobody'] });
  } catch (error) {
    refused = error instanceof PermissionsError && error.code;
  }
  const ability = abilityFrom(policy.ability.rules);
  console.log(JSON.stringify({
    digest: digest.length,
    can: [policy.can('view', 'Company', mine), policy.can('view', 'Company', { ...mine, owner: 'u9' })],
    property: [isProperty('view', 'Company', 'arr'), isProperty('view', 'Company', '__proto__')],
    sql: toSql(policy.where('view', 'Company')).values,
    others: [typeof prisma(policy.where('view', 'Company')), typeof mongo(policy.where('view', 'Company'))],
    store: typeof openStore,
    served: ability.can('view', 'Company'),
    refused,
  }));
`;

const esm = script((entry, names) => `import { ${names} } from '${entry}';`);
const commonJs = script((entry, names) => `const { ${names} } = require('${entry}');`);

const found = {
  digest: 64,
  can: [true, false],
  property: [true, false],
  sql: ['u1', 'u1'],
  others: ['object', 'object'],
  store: 'function',
  served: true,
  refused: 'unknown-role',
};

/** Runs a file and returns the JSON that it prints; Node must not warn of anything. */
function run(file: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('the package', () => {
  test('is loaded as an ES module', () => {
    expect(run(written('service.mjs', esm))).toEqual(found);
  });

  test('is loaded as CommonJS', () => {
    expect(run(written('service.cjs', commonJs))).toEqual(found);
  });

  test('has errors that the other kind of module, and every entry, recognises', () => {
    const both = `
      import { createRequire } from 'node:module';
      import * as esm from '@planhat/permissions';
      import { roles, RoleError } from '@planhat/permissions/roles';
      import { BundleRefused, openStore } from '@planhat/permissions/store';
      import { generateKeyPairSync } from 'node:crypto';
      const require = createRequire(import.meta.url);
      const given = { bundle: new Uint8Array(1), keys: [generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' })] };
      const cjs = require('@planhat/permissions');
      const own = require('@planhat/permissions/roles');
      const other = require('@planhat/permissions/store');
      const thrown = async (act) => { try { await act(); } catch (error) { return error; } };
      const signedIn = { tenant: 'nowhere', roles: [], userType: 'Core', user: {} };
      const errors = [await thrown(() => cjs.permissions(signedIn)), await thrown(() => esm.permissions(signedIn))];
      const role = [await thrown(() => own.roles({ tenant: 'acme' }).compile(1)), await thrown(() => roles({ tenant: 'acme' }).compile(1))];
      const refused = [await thrown(() => other.openStore(given)), await thrown(() => openStore(given))];
      const tells = (one, kinds) => kinds.map((kind) => one instanceof kind);
      const kinds = [esm.PermissionsError, cjs.PermissionsError, RoleError, own.RoleError];
      console.log(JSON.stringify({
        permissions: [...errors, new Error('x'), { ...errors[0] }, undefined].map((one) => tells(one, kinds)),
        role: role.map((one) => tells(one, kinds)),
        refused: refused.map((one) => [...tells(one, [BundleRefused, other.BundleRefused]), one instanceof esm.PermissionsError]),
      }));
    `;
    expect(run(written('both.mjs', both))).toEqual({
      permissions: [
        ...Array(2).fill([true, true, false, false]),
        ...Array(3).fill([false, false, false, false]),
      ],
      role: Array(2).fill([true, true, true, true]),
      refused: Array(2).fill([true, true, false]),
    });
  });

  test.for(['esm', 'cjs'] as const)('is bundled into a service, %s', async (format) => {
    const outfile = path.join(folder, `bundled-${format}.${format === 'esm' ? 'mjs' : 'cjs'}`);
    const entry = written('entry.mjs', esm);
    await build({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      format,
      outfile,
      logLevel: 'silent',
    });
    rmSync(path.join(folder, 'alone'), { recursive: true, force: true });
    mkdirSync(path.join(folder, 'alone'));
    const alone = path.join(folder, 'alone', path.basename(outfile));
    writeFileSync(alone, readFileSync(outfile));
    expect(run(alone)).toEqual(found);
  });

  test('is bundled for a browser, with nothing of Node in it', async () => {
    const result = await build({
      entryPoints: [written('entry.mjs', esm)],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    const [file] = result.outputFiles;
    expect(file?.text).not.toMatch(/\bnode:|\brequire\(|\bBuffer\b|\bprocess\./);
    expect(run(written('browser.mjs', file?.text ?? ''))).toEqual(found);
  });

  test('brings to a page that only has rules neither the bundle nor the facade', async () => {
    const result = await build({
      entryPoints: [
        written(
          'page.mjs',
          `import { abilityFrom } from '@planhat/permissions/client';\nwindow.made = abilityFrom([]);`,
        ),
      ],
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      logLevel: 'silent',
      metafile: true,
    });
    const inputs = Object.keys(result.metafile.inputs);
    expect(inputs.filter((input) => input.includes('bundle.json'))).toEqual([]);
    expect(result.outputFiles[0]?.text).not.toContain('unknown-tenant');
  });

  test('depends on nothing but CASL 7, and runs nothing when it is installed', () => {
    const { dependencies, peerDependencies, scripts } = JSON.parse(
      readFileSync(path.join(installed, 'package.json'), 'utf8'),
    ) as Readonly<Record<string, unknown>>;
    expect({ dependencies, peerDependencies, scripts }).toEqual({
      peerDependencies: { '@casl/ability': '^7.0.0' },
    });
  });
});
