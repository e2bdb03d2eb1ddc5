import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { textsIn } from '../support/disk.ts';
import { fleetOf } from '../support/fleet-world.ts';

/* A fleet that several threads compile: the same bytes and the same words as from one. */

const plafond = fileURLToPath(new URL('../../dist/plafond.js', import.meta.url));

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-threads-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

interface Named {
  readonly kind: string;
  readonly name?: string;
  readonly tenant?: string;
}

/** Writes a fleet, each tenant's documents into the file that `fileOf` names. */
function writeFleet(tenants: number, fileOf: (tenant: string, kind: string) => string): void {
  mkdirSync(path.join(place, 'policies'), { recursive: true });
  const begun = new Set<string>();
  for (const document of fleetOf({ tenants }) as readonly Named[]) {
    const tenant = document.kind === 'Tenant' ? document.name : document.tenant;
    const file = path.join(
      place,
      'policies',
      tenant === undefined ? 'common.yaml' : fileOf(tenant, document.kind),
    );
    mkdirSync(path.dirname(file), { recursive: true });
    const text = stringify(document);
    writeFileSync(file, begun.has(file) ? `---\n${text}` : text, { flag: 'a' });
    begun.add(file);
  }
}

function compile(threads: number, ...words: readonly string[]) {
  const env = { ...process.env, PLAFOND_CACHE: 'off', PLAFOND_THREADS: String(threads) };
  const run = spawnSync(process.execPath, [plafond, 'compile', '--force', ...words], {
    cwd: place,
    env,
    encoding: 'utf8',
  });
  return { out: run.stdout, err: run.stderr, exit: run.status };
}

/** Compiles in one thread and in several, into the same folder and each time from nothing. */
function compileInThreads(...words: readonly string[]) {
  const answers = [1, 2, 3].map((threads) => {
    rmSync(path.join(place, 'generated'), { recursive: true, force: true });
    return { ...compile(threads, ...words), texts: textsIn(path.join(place, 'generated')) };
  });
  const [alone, ...others] = answers;
  for (const other of others) expect(other).toEqual(alone);
  return alone;
}

describe('a fleet in threads', { tags: ['slow'] }, () => {
  test('has the bytes of one thread, with files of a tenant apart or together, and without rules', () => {
    writeFleet(230, (tenant, kind) => `tenants/${tenant}/${kind}.yaml`);
    expect(compileInThreads()?.exit).toBe(0);
    expect(compileInThreads('--no-rules')?.exit).toBe(0);
    rmSync(path.join(place, 'policies'), { recursive: true });
    writeFleet(230, (tenant) => `${tenant}.yaml`);
    expect(compileInThreads()?.exit).toBe(0);
  });

  test('has them where documents of several tenants share files', () => {
    writeFleet(230, (tenant, kind) => (kind === 'Role' ? 'roles.yaml' : `${tenant}.yaml`));
    expect(compileInThreads()?.exit).toBe(0);
  });

  test('is told of the same mistakes: in a file of a tenant, between tenants, and in what all share', () => {
    writeFleet(230, (tenant, kind) => `tenants/${tenant}/${kind}.yaml`);
    for (const text of [
      'kind: Role\nname: x\ntenant: tenant-7\nuserType: Core\ngrants: { models: { Note: [fly] } }\n',
      'kind: Role\nname: agent\ntenant: tenant-7\nuserType: Core\ngrants: { models: { Note: [view] } }\n',
      'kind: Tenant\nname: tenant-9\nceiling: {}\n',
      'kind: Role\nname: x\ntenant: nobody\nuserType: Core\ngrants: { models: { Note: [view] } }\n',
      'kind: Waiver\ninvariant: none\nrole: agent\ntenant: tenant-7\nbecause: it is so\nuntil: 2027-01-01\n',
      'kind: Role\nname: [x]\ntenant: tenant-7\n',
      'kind: Role\nname: "x\ntenant: tenant-7\n',
    ]) {
      writeFileSync(path.join(place, 'policies/fault.yaml'), text);
      const answer = compileInThreads();
      expect(answer?.exit).toBe(1);
      expect(answer?.out).toContain('fault.yaml');
    }
  });

  test('compiles a role that no file marks plainly as one of a tenant', () => {
    writeFleet(230, (tenant, kind) => `tenants/${tenant}/${kind}.yaml`);
    writeFileSync(
      path.join(place, 'policies/flow.yaml'),
      '{ kind: Role, name: flow, tenant: tenant-7, userType: Core, portfolio: [own], grants: { models: { Note: [view] } } }\n',
    );
    writeFileSync(
      path.join(place, 'policies/other.yaml'),
      'kind: Role\nname: |-\n  other\ntenant: tenant-8 # here\nuserType: Core\nportfolio: [own]\ngrants: { models: { Account: [view] } }\n',
    );
    const answer = compileInThreads();
    expect(answer?.exit).toBe(0);
    expect(answer?.texts?.['rules/tenants/tenant-7.json']).toContain('flow');
    expect(answer?.texts?.['rules/tenants/tenant-8.json']).toContain('other');
  });
});
