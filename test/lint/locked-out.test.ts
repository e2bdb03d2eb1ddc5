import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const capability = 'kind: Capability\nname: Administer\nrequires: [Settings:use, Person:update]\n---\n';

/** Two tenants in which administrators change rights: one declares its users. */
const sound = `kind: Model
name: Person
portfolio: self
actions: [view, update]
properties: { name: { type: string }, roles: { type: list } }
---
kind: Feature
name: Settings
risk: escalation
---
kind: Feature
name: Export
---
${capability}kind: UserType
name: Core
rank: 2
allows: { models: { "*": all }, features: [Settings, Export] }
---
kind: Seat
name: Desk
combinesWith: [Core]
package: Desks
adds: { features: [Export] }
---
kind: Portfolio
name: full
on: Person
reach: all
---
kind: Tenant
name: acme
packages: [Desks]
ceiling: { models: { "*": all }, features: { except: [] } }
---
kind: Tenant
name: globex
ceiling: { models: { "*": all }, features: all }
---
kind: Role
name: administrator
userType: Core
portfolio: [full]
grants: { models: { Person: all }, features: [Settings] }
---
kind: Role
name: reader
userType: Core
portfolio: [full]
grants: { models: { Person: [view] }, features: [Export] }
---
kind: Users
tenant: acme
users:
  - { id: ada@acme.example, userType: Core, roles: [administrator, reader] }
  - { id: bob@acme.example, userType: Core, roles: [reader] }
`;

/** The lock-outs that are found after one text in the policies is another. */
function lockOutsAfter(before: string | RegExp, after: string): readonly string[] {
  const text = sound.replace(before, after);
  expect(text).not.toBe(before === '' ? '' : sound);
  return lockOutsIn(text);
}

function lockOutsIn(text: string): readonly string[] {
  const { policy, diagnostics } = readPolicy(filesInMemory({ 'policies/a.yaml': text }), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return lint(compilePolicy(policy).matrix, '2027-01-31').flatMap(({ code, message, related }) =>
    code === 'locked-out' ? [[message, ...related.map(({ note }) => note)].join('; ')] : [],
  );
}

const everywhere = (note: string) => [
  `no role of tenant \`acme\` holds \`Administer:use\`; ${note}`,
  `no role of tenant \`globex\` holds \`Administer:use\`; ${note}`,
];

describe('a lock-out is found', () => {
  test('and none where somebody changes rights', () => {
    expect(lockOutsIn(sound)).toEqual([]);
  });

  test('when it is taken from every role', () => {
    expect(lockOutsAfter(', features: [Settings] }', ' }')).toEqual(
      everywhere('role `administrator` does not hold `Settings:use`'),
    );
  });

  test('when the role that gives it is gone', () => {
    const role = /kind: Role\nname: administrator\n(.*\n){3}---\n/;
    const text = sound.replace(role, '').replace('[administrator, reader]', '[reader]');
    expect(lockOutsIn(text)).toHaveLength(2);
  });

  test('when a user type does not hold it', () => {
    const text = sound
      .replace('[Settings, Export]', '[Export]')
      .replace('features: [Settings] }', 'features: all }');
    expect(lockOutsIn(text)).toEqual(everywhere('user type `Core` does not hold `Settings:use`'));
  });

  test('when one ceiling takes it, in that tenant', () => {
    expect(lockOutsAfter('except: []', 'except: [Settings]')).toEqual([
      'no role of tenant `acme` holds `Administer:use`; the ceiling of tenant `acme` does not hold `Settings:use`',
    ]);
    expect(lockOutsAfter('features: all }\n---\nkind: Role', 'features: none }\n---\nkind: Role')).toEqual([
      'no role of tenant `globex` holds `Administer:use`; the ceiling of tenant `globex` does not hold `Settings:use`',
    ]);
  });

  test('when its role needs a package that a tenant lacks', () => {
    const seated = sound
      .replace(
        'name: administrator\nuserType: Core\n',
        'name: administrator\nuserType: Core\nseats: [Desk]\n',
      )
      .replace(
        'userType: Core, roles: [administrator',
        'userType: Core, seats: [Desk], roles: [administrator',
      );
    expect(lockOutsIn(seated)).toEqual([
      'no role of tenant `globex` holds `Administer:use`; role `reader` does not hold `Settings:use`',
    ]);
  });

  test('when a prerequisite is missing', () => {
    // In the other tenant somebody has a second role, which brings it.
    expect(lockOutsAfter('risk: escalation', 'risk: escalation\nrequires: [Export:use]')).toEqual([
      'no role of tenant `globex` holds `Administer:use`; role `administrator` does not hold `Export:use`',
    ]);
    expect(
      lockOutsAfter('Person: all }', 'Person: { actions: all, properties: { "*": [view] } } }'),
    ).toHaveLength(2);
  });

  test('when no active user holds it', () => {
    const held = 'no active user of tenant `acme` holds `Administer:use`; role `administrator` would give it';
    expect(lockOutsAfter('[administrator, reader]', '[reader]')).toEqual([held]);
    expect(lockOutsAfter('[administrator, reader] }', '[administrator], active: false }')).toEqual([held]);
  });

  test('by the features that escalate, where no capability says what they are for', () => {
    const plain = sound.replace(capability, '');
    expect(lockOutsIn(plain)).toEqual([]);
    expect(lockOutsIn(plain.replace(', features: [Settings] }', ' }'))).toEqual([
      'no role of tenant `acme` holds `Settings:use`; role `administrator` does not hold `Settings:use`',
      'no role of tenant `globex` holds `Settings:use`; role `administrator` does not hold `Settings:use`',
    ]);
  });
});
