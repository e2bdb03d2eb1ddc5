import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { laws, lint } from '../../compiler/lint/rules.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Layer } from '../../compiler/model/policy.ts';
import {
  findEscalationPaths,
  findNewEscalationPaths,
  listTrails,
} from '../../compiler/questions/find-escalation-paths.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

const today = '2027-01-31';

/** The matrix of policies in memory; throws what is wrong with them. */
function matrixIn(files: Readonly<Record<string, string>>): Matrix {
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(policy).matrix;
}

describe('audit rules', () => {
  test('find no error in a valid policy, and each finding is under the name of a rule', {
    tags: ['slow'],
  }, () => {
    const names: readonly string[] = laws.map(([name]) => name);
    fc.assert(
      fc.property(world(), (one) => {
        for (const { code, severity, at } of lint(matrixIn(toFiles(one)), today)) {
          expect(names).toContain(code);
          expect(severity).not.toBe('error');
          expect(at.end).toBeGreaterThan(at.start);
        }
      }),
      runs(100),
    );
  });

  test('an entry that is called redundant changes nothing when it is gone', { tags: ['slow'] }, () => {
    fc.assert(
      fc.property(world(), fc.nat(100), (one, draw) => {
        const files = toFiles(one);
        const matrix = matrixIn(files);
        const { sharedRoles, tenants, userTypes, seats } = matrix.policy;
        const caps = [...userTypes, ...seats].map(({ layer }) => layer);
        const others: readonly Layer[] = [
          ...tenants.map(({ ceiling }) => ceiling),
          ...[...sharedRoles, ...tenants.flatMap(({ roles }) => roles)].map(({ layer }) => layer),
        ];
        const entries = [
          ...caps.flatMap((layer) => layer.redundant.map((entry) => ({ layer, entry }))),
          ...others.flatMap((layer) => layer.redundant.map((entry) => ({ layer, entry }))),
        ];
        fc.pre(entries.length > 0);
        const chosen = entries[draw % entries.length];
        if (!chosen) return;
        const { source } = chosen.layer.at.document;
        const document = parseDocument(source.text, { version: '1.2', schema: 'core' });
        document.deleteIn([...chosen.layer.at.path, ...chosen.entry.path]);
        expect(parse(String(document))).not.toEqual(parse(source.text));
        const without = matrixIn({ ...files, [source.path]: String(document) });
        expect(without.rows.map(({ effective }) => [...effective])).toEqual(
          matrix.rows.map(({ effective }) => [...effective]),
        );
      }),
      runs(60),
    );
  });

  test('find no error and no warning in policies/, where waivers hold', () => {
    const { policy, diagnostics } = readPolicy(filesOnDisk('policies'), 'policies');
    const found = policy ? lint(compilePolicy(policy).matrix, today) : diagnostics;
    expect(found.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([]);
  });
});

describe('escalation paths', () => {
  const policies = (grants: string) => ({
    'policies/all.yaml': `
kind: Model
name: Call
actions: [create, view]
---
kind: Model
name: Token
actions: [create, view]
risk: { create: escalation }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Portfolio
name: full
on: Call
reach: all
---
kind: Model
name: Company
actions: [view]
portfolio: self
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Role
name: administrator
userType: Core
portfolio: [full]
grants: { models: { "*": all } }
---
kind: Role
name: caller
userType: Core
portfolio: [full]
grants: { models: { Call: [create, view] } }
---
kind: Role
name: developer
userType: Core
portfolio: [full]
grants: { models: ${grants} }
`.replace('on: Call', 'on: Company'),
  });

  test('lead from a role that escalates to every role that holds more', () => {
    const matrix = matrixIn(policies('{ Token: all }'));
    const [path, ...more] = findEscalationPaths(matrix);
    expect(more).toEqual([]);
    expect(path?.row.role.name).toBe('developer');
    expect(path?.by.map(({ permission }) => permission)).toEqual(['Token:create']);
    expect(path?.reaches.map(({ role }) => role.name)).toEqual(['administrator', 'caller']);
    expect(path && listTrails(matrix, path).map(({ effective }) => effective)).toEqual([true]);
  });

  test('lead to what a tenant adds, where that is all that others hold more', () => {
    // The tenant adds forty properties, so that its last cells lie in words of bits that the common cells do not reach.
    const many = Array.from({ length: 40 }, (_, at) => `custom.c${at}: { type: string }`).join(', ');
    const common = `
kind: Model
name: Company
actions: [view]
portfolio: self
properties: { name: { type: string }, custom: { type: object } }
---
kind: Action
name: mint
risk: escalation
---
kind: Model
name: Key
actions: [mint]
---
kind: Portfolio
name: full
on: Company
reach: all
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Properties
tenant: acme
model: Company
properties: { ${many} }
---
kind: Role
name: minter
tenant: acme
userType: Core
portfolio: [full]
grants: { models: { Key: [mint], Company: { actions: [view], properties: { "*": all, custom.c39: none } } } }
---
kind: Role
name: reader
tenant: acme
userType: Core
portfolio: [full]
grants: { models: { Company: { actions: [view], properties: { "*": all } } } }
`;
    const [path, ...more] = findEscalationPaths(matrixIn({ 'policies/all.yaml': common }));
    expect(more).toEqual([]);
    expect(path?.row.role.name).toBe('minter');
    expect(path?.reaches.map(({ role }) => role.name)).toEqual(['reader']);
  });

  test('are new where a role had none', () => {
    const [before, after] = [matrixIn(policies('{ Token: [view] }')), matrixIn(policies('{ Token: all }'))];
    expect(findNewEscalationPaths(before, after).map(({ row }) => row.role.name)).toEqual(['developer']);
    expect(findNewEscalationPaths(after, before)).toEqual([]);
    expect(findNewEscalationPaths(after, after)).toEqual([]);
  });
});
