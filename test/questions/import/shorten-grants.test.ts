import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { add, emptyBits } from '../../../compiler/model/bits.ts';
import type { Catalog } from '../../../compiler/model/catalog.ts';
import { readSaying } from '../../../compiler/model/layer.ts';
import { shortenGrants } from '../../../compiler/questions/import/shorten-grants.ts';
import { filesInMemory } from '../../../compiler/text/files.ts';
import { writeFlowYaml } from '../../../compiler/text/write-flow-yaml.ts';
import { runs } from '../../support/random.ts';
import { compileTexts } from './observed-states.ts';

const texts = {
  'policies/all.yaml': `
kind: Action
name: close
---
kind: Model
name: Account
actions: [create, view, update, remove, export]
properties: { arr: { type: number }, name: { type: string }, phase: { type: string, system: true } }
---
{ kind: Model, name: Note, actions: [create, view, update, remove, export] }
---
{ kind: Model, name: Task, actions: [create, view, update, close] }
---
{ kind: Model, name: Log, actions: [view] }
---
{ kind: Module, name: Data }
---
{ kind: Module, name: Reports }
---
{ kind: Feature, name: Import }
---
{ kind: Feature, name: Sync }
---
{ kind: Feature, name: Tags }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all }, modules: all, features: all } }
`,
};
const { catalog } = compileTexts(filesInMemory(texts)).policy;

const bitsOf = ({ cells, cellOf }: Catalog, permissions: Iterable<string>) => {
  const bits = emptyBits(cells.length);
  for (const permission of permissions) add(bits, cellOf.get(permission)?.index ?? -1);
  return bits;
};

const all = catalog.byPermission.map(({ permission }) => permission);
const shorten = (permissions: Iterable<string>) =>
  writeFlowYaml(shortenGrants(catalog, bitsOf(catalog, permissions)));

describe('the shortest grants', () => {
  test.each([
    ['nothing', [], '{}'],
    ['everything', all, '{ models: { "*": all }, modules: all, features: all }'],
    ['view of everything', all.filter((one) => one.endsWith(':view')), '{ models: { "*": [view] } }'],
    [
      'all but one model',
      all.filter((one) => !one.startsWith('Log') && !one.endsWith(':use')),
      '{ models: { "*": all, Log: none } }',
    ],
    [
      'all but one action',
      all.filter((one) => !one.endsWith(':export') && !one.endsWith(':use')),
      '{ models: { "*": { except: [export] } } }',
    ],
    ['one action of one model', ['Note:view'], '{ models: { Note: [view] } }'],
    [
      'a model but for a property',
      ['Account:view', 'Account.name:view', 'Account.phase:view'],
      '{ models: { Account: { actions: [view], properties: { arr: none } } } }',
    ],
    [
      'a single property of many',
      ['Account:view', 'Account.name:view'],
      '{ models: { Account: { actions: [view], properties: { name: all, "*": none } } } }',
    ],
    [
      'a right whose action is off',
      ['Account:view', 'Account.name:view', 'Account.arr:update', 'Account.arr:view', 'Account.phase:view'],
      '{ models: { Account: { actions: [view], properties: { arr: [view, update] } } } }',
    ],
    ['two features of three', ['Sync:use', 'Tags:use'], '{ features: [Sync, Tags] }'],
    ['a module', ['Data:use'], '{ modules: [Data] }'],
  ])('of %s', (_, permissions, expected) => {
    expect(shorten(permissions)).toBe(expected);
  });

  test('hold exactly what they are asked to, whatever that is', { tags: ['slow'] }, () => {
    fc.assert(
      fc.property(fc.subarray([...all]), (permissions) => {
        const grants: unknown = parse(shorten(permissions));
        const held = all.filter((one) => {
          const cell = catalog.cellOf.get(one);
          return cell && readSaying(grants, cell).holds;
        });
        expect(held).toEqual(permissions);
      }),
      runs(400),
    );
  });
});
