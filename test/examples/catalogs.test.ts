/** @module-tag slow */
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
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { lint } from '../../compiler/lint/rules.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { ioInMemory } from '../support/io.ts';
import { type Decision, decisions } from './decisions.ts';

const root = path.join(import.meta.dirname, '../..');
const catalogs = 'examples/catalogs';
const names = readdirSync(path.join(root, catalogs), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

const written = mkdtempSync(path.join(tmpdir(), 'plafond-catalogs-'));
afterAll(() => rmSync(written, { recursive: true }));

/** Compiles an example in which nothing is found, not even a note but that of entries that are meant to differ from wider ones. */
function compileExample(name: string): Compiled {
  const folder = `${catalogs}/${name}`;
  const { policy, diagnostics } = readPolicy(filesOnDisk(folder), folder);
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const whole = compilePolicy(policy);
  const found = [...diagnostics, ...lint(whole.matrix, '2026-11-29')];
  const others = found.filter(({ code }) => code !== 'entry-overrides-wider');
  expect(others.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  return whole;
}

/** Signs a user in as the policies declare them. */
function signIn({ matrix: { policy } }: Compiled, tenant: string, id: string) {
  const user = policy.tenants.find(({ name }) => name === tenant)?.users?.find((one) => one.id === id);
  if (!user) throw new Error(`${tenant} has no user ${id}`);
  return {
    tenant,
    roles: user.roles.map(({ name }) => name),
    userType: user.userType.name,
    seats: user.seats.map(({ name }) => name),
    user: { id, ...Object.fromEntries(user.attributes) },
  };
}

/** Says what the facade decides of a question, in the words of the question. */
function decide(whole: Compiled, { tenant = 'acme', user, ...asked }: Decision): boolean {
  const facade = openFacade(JSON.parse([...emitBundle(whole)].map(({ content }) => content).join('')));
  const policy = facade.permissions(
    typeof user === 'string' ? signIn(whole, tenant, user) : { tenant, ...user, user: user.user ?? {} },
  );
  const [, subject = '', property, action = ''] = /^(.+?)(?:\.(.+))?:(.+)$/.exec(asked.permission) ?? [];
  if (action === 'use') return policy.uses(subject);
  if (asked.record === undefined) return policy.canSome(action, subject, property);
  return policy.can(action, subject, asked.record, property);
}

describe.each(names)('%s', (name) => {
  const whole = compileExample(name);

  test('has a README that leads to its own files, each of which is there', () => {
    const readme = readFileSync(path.join(root, catalogs, name, 'README.md'), 'utf8');
    const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) =>
      target.replace(/\/$/, ''),
    );
    expect(targets).not.toEqual([]);
    expect(readdirSync(path.join(root, catalogs, name), { recursive: true })).toEqual(
      expect.arrayContaining(targets),
    );
  });

  test('is written as a package that loads', async () => {
    const folder = path.join(written, name, 'node_modules', whole.matrix.policy.settings.package.name);
    for (const { path: file, content } of emitArtifacts(whole, { version: '0.0.0', folder: 'policies' })) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
    for (const scope of ['@casl', '@ucast'])
      symlinkSync(path.join(root, 'node_modules', scope), path.join(written, name, 'node_modules', scope));
    const { digest } = await import(pathToFileURL(path.join(folder, 'index.node.js')).href);
    expect(digest).toBe(
      openFacade(JSON.parse(readFileSync(path.join(folder, 'bundle.json'), 'utf8'))).digest,
    );
  });

  test('decides as its own tests say', async () => {
    const { out, exit } = await answerLine(
      ['test', '--policies', `${catalogs}/${name}`],
      registry,
      ioInMemory({}, { files: filesOnDisk, kind: () => 'folder' }).io,
    );
    expect([exit, out]).toEqual([0, expect.stringMatching(/^✓ [^✗]*\n\n[3-9] tests passed, 0 failed\n$/)]);
  });

  test.each(decisions[name] ?? [])('$title', ({ title, allowed = [], denied = [] }) => {
    const asked = [...allowed, ...denied];
    expect(asked, title).not.toEqual([]);
    expect(asked.filter((decision) => decide(whole, decision))).toEqual(allowed);
  });
});

test('every example is decided, and no decision is of another', () => {
  expect(Object.keys(decisions).sort()).toEqual(names);
});
