/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { emitBundle, emitLoaders, emitRoleDocuments } from '../../compiler/targets/bundle.ts';
import { emitPackage } from '../../compiler/targets/package.ts';
import { emitTypes } from '../../compiler/targets/types.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the examples take for granted of the service that they are copied into. */
const around = `
declare const record: any;
declare const changes: Readonly<Record<string, unknown>>;
declare const yours: object;
declare const publicKey: string;
declare const signedIn: import('@planhat/permissions').SignedIn;
declare const database: { query(text: string, values: readonly unknown[]): Promise<void> };
declare const stored: readonly import('@planhat/permissions/roles').StoredRole[];
declare const client: { readonly [model: string]: { findMany(query: { where: object }): Promise<void> } };
declare const collection: { find(filter: object): Promise<void> };
declare const reply: { send(body: unknown): void };
declare const response: { json(): Promise<unknown>; arrayBuffer(): Promise<ArrayBuffer> };
declare const row: { tenant: string; roles: string[]; userType: string; seats: never[] } & Record<string, never>;
declare function refuse(property: string, reason: string): void;
declare function readFile(path: string): Promise<Uint8Array>;
`;

/** Installs the package of some policies and gives the examples in its README as one module that uses it. */
function examplesOf(service: string, files: Parameters<typeof compiled>[0]): string {
  const whole = compiled(files);
  const { name } = whole.matrix.policy.settings.package;
  let readme = '';
  const targets = [emitPackage, emitTypes, emitBundle, emitRoleDocuments, emitLoaders];
  for (const { path: file, content } of targets.flatMap((target) => [...target(whole)])) {
    const at = path.join(service, 'node_modules', name, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, content);
    if (file === 'README.md') readme = content;
  }
  for (const scope of ['@casl', '@ucast'])
    symlinkSync(path.join(root, 'node_modules', scope), path.join(service, 'node_modules', scope));
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code).join('\n');
  return `${blocks}\n${around.replaceAll('@planhat/permissions', name)}`;
}

/** What TypeScript says of a module, with everything installed that `service` has. */
function saidOf(service: string, code: string): string {
  writeFileSync(path.join(service, 'readme.mts'), code);
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
  return spawnSync(process.execPath, [tsc, ...options, 'readme.mts'], { cwd: service, encoding: 'utf8' })
    .stdout;
}

/** Nothing but a model, a tenant and a role: no portfolio limits anything, and nothing is exported. */
const bare = `
{ kind: Model, name: Note, family: standard, actions: [view, update], properties: { text: { type: string } } }
---
{ kind: Portfolio, name: full, on: Note, reach: all }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: writer, userType: Core, portfolio: [full], grants: { models: { '*': all } } }
`;

/** What a store has of the package beside permissions, asked about a model. */
const ofStore = (model: string): string =>
  `store.columns satisfies readonly string[];\nstore.isProperty('view', '${model}', 'x');`;

describe('the README of the package', () => {
  const catalogs = [
    { name: 'policies', files: filesOnDisk('policies'), model: 'Company' },
    { name: 'acme', files: filesInMemory({ 'policies/all.yaml': acme }), model: 'Company' },
    { name: 'bare', files: filesInMemory({ 'policies/all.yaml': bare }), model: 'Note' },
  ];

  test.for(catalogs)('has examples that compile: $name', { tags: ['slow'] }, ({ name, files, model }) => {
    const service = path.join(folder, name);
    const examples = examplesOf(service, files);
    expect(saidOf(service, examples)).toBe('');
    expect(saidOf(service, `${examples}\n${ofStore(model)}`)).toBe('');
    expect(saidOf(service, `${examples}\n${ofStore(`${model}s`)}`)).toContain('TS2345');
    expect(saidOf(service, `${examples}\npolicy.fields('view', '${model}s', record);`)).toContain('TS2345');
  });
});
