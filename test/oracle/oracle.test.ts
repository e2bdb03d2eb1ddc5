/** The naive oracle itself: what the sentences of the language page say of roles, by example. */
import { describe, expect, test } from 'vitest';
import { effective, everybody, read } from './examples.ts';
import { cellsOf, holds, isMatch, partsOf, resolve } from './oracle.ts';

describe('section 3', () => {
  test('a permission is read by its first dot and its last colon', () => {
    expect(partsOf('A.custom.b:view')).toEqual({ subject: 'A', property: 'custom.b', action: 'view' });
    expect(partsOf('A:mark-read')).toEqual({ subject: 'A', property: undefined, action: 'mark-read' });
  });

  test('a star stands for a whole part, never for its absence', () => {
    expect(isMatch('*:export', 'A:export')).toBe(true);
    expect(isMatch('*:view', 'A.b:view')).toBe(false);
    expect(isMatch('*.*:view', 'A.custom.b:view')).toBe(true);
    expect(isMatch('A:*', 'A:merge')).toBe(true);
    expect(isMatch('A.*:update', 'A:update')).toBe(false);
  });
});

describe('section 5', () => {
  const documents = read(`
kind: Model
name: A
actions: [view, update]
properties: { p: { type: string }, q: { type: string, system: true } }
`);
  const held = (layer: string): readonly string[] => {
    const [grants] = read(layer);
    return cellsOf(documents).filter((cell) => holds(documents, undefined, grants as object, cell));
  };

  test('a default never holds a right whose action the document does not hold', () => {
    expect(held('models: { A: [view] }')).toEqual(['A.p:view', 'A.q:view', 'A:view']);
    expect(held('models: { A: { properties: { "*": all } } }')).toEqual([]);
    expect(held('models: { A: { properties: { p: all } } }')).toEqual([]);
    expect(held('models: { A: { properties: { p: [update] } } }')).toEqual(['A.p:update']);
    expect(held('models: { "*": [view], A: { properties: { p: none } } }')).toEqual(['A.q:view', 'A:view']);
    expect(held('models: { "*": none }')).toEqual([]);
  });

  test('a role holds what it includes, each drawn by its own document', () => {
    const included = read(`${everybody}
kind: Model
name: A
actions: [view, update]
properties: { p: { type: string } }
---
kind: Role
name: floor
abstract: true
grants: { models: { A: { actions: [view], properties: { p: none } } } }
---
kind: Role
name: upper
abstract: true
includes: [floor]
grants: { models: { A: { properties: { p: [update] } } } }
---
kind: Role
name: top
userType: Core
includes: [upper]
grants: { models: { A: { actions: [update], properties: { p: none } } } }
`);
    expect(resolve(included).map(({ role }) => role.name)).toEqual(['top']);
    expect(effective(included, 'top')).toEqual(['A.p:update', 'A:update']);
  });
});

describe('sections 6 and 7', () => {
  const documents = read(`${everybody}
kind: Action
name: merge
requires: [{ anyOf: [update, remove] }]
---
kind: Model
name: A
actions: [view, update, merge, remove, export]
package: Gold
properties:
  custom: { type: object, system: true }
  p: { type: string, requires: [F:use] }
---
kind: Feature
name: F
package: Silver
---
kind: Capability
name: C
requires: [A:merge]
---
kind: Properties
tenant: acme
model: A
properties: { custom.x: { type: string }, own: { type: string } }
---
kind: Tenant
name: globex
packages: [Silver]
ceiling: { models: { "*": all }, features: all }
---
kind: Role
name: all
userType: Core
portfolio: all
grants: { models: { "*": all }, features: all }
---
kind: Role
name: remover
userType: Core
grants: { models: { A: [remove, merge, export] } }
`);

  test('packages, prerequisites, gates and the properties of one tenant', () => {
    expect(cellsOf(documents).includes('A.custom.x:view')).toBe(false);
    expect(cellsOf(documents, 'acme').filter((cell) => cell.includes('custom'))).toEqual([
      'A.custom.x:view',
      'A.custom:view',
    ]);
    expect(effective(documents, 'all')).toEqual([
      'A.custom.x:view',
      'A.custom:view',
      'A.own:update',
      'A.own:view',
      'A:export',
      'A:merge',
      'A:remove',
      'A:update',
      'A:view',
      'C:use',
    ]);
    expect(effective(documents, 'all', 'globex')).toEqual(['F:use']);
    expect(effective(documents, 'remover')).toEqual(['A:merge', 'A:remove', 'C:use']);
  });

  test("a tenant's own role is inside what the settings allow", () => {
    const inside = [
      ...documents,
      ...read(`
kind: Settings
customRoles: { allows: { models: { A: [view] } } }
---
kind: Role
name: mine
tenant: acme
userType: Core
portfolio: all
grants: { models: { A: all }, features: all }
`),
    ];
    expect(effective(inside, 'mine')).toEqual(['A.custom.x:view', 'A.custom:view', 'A.own:view', 'A:view']);
  });
});
