import { expect, test } from 'vitest';
import { diff } from '../../compiler/questions/diff.ts';
import { matrixIn } from './edited.ts';

const catalog = `kind: Model
name: Company
family: standard
actions: [view, update, remove]
---
{ kind: Feature, name: Money }
---
{ kind: Feature, name: Desk }
`;

/** Returns policies in which two user types allow, two seats add and two ceilings let through what is said, in this order. */
const policiesOf = (types: readonly string[], seats: readonly string[], ceilings: readonly string[]) => ({
  'policies/all.yaml': [
    catalog,
    `kind: UserType\nname: Core\naudience: inside\nrank: 1\nallows: ${types[0]}\n`,
    `kind: UserType\nname: View\naudience: partners\nrank: 1\nallows: ${types[1]}\n`,
    `kind: UserType\nname: Guest\naudience: guests\nrank: 1\nallows: ${types[2]}\n`,
    `kind: Seat\nname: Alpha\nadds: ${seats[0]}\ncombinesWith: [Core]\n`,
    `kind: Seat\nname: Beta\nadds: ${seats[1]}\ncombinesWith: [Core]\n`,
    `kind: Tenant\nname: acme\nceiling: ${ceilings[0]}\n`,
    `kind: Tenant\nname: globex\nceiling: ${ceilings[1]}\n`,
  ].join('---\n'),
});

const all = '{ models: { "*": all } }';
const some = '{ models: { "*": [view, update] } }';
const few = '{ models: { "*": [view] } }';
const [money, desk] = ['{ features: [Money] }', '{ features: [Desk] }'];

const findSwaps = (base: Parameters<typeof policiesOf>, head: Parameters<typeof policiesOf>) =>
  diff(matrixIn(policiesOf(...base)), matrixIn(policiesOf(...head))).swapped.map(
    ({ kind, names }) => `${kind}: ${names.join(', ')}`,
  );

const base = [
  [all, some, few],
  [money, desk],
  [all, few],
] as const;

test('user types that go round, seats and ceilings that change places, are told', () => {
  expect(
    findSwaps(
      [...base],
      [
        [some, few, all],
        [desk, money],
        [few, all],
      ],
    ),
  ).toEqual(['user type: Guest, Core, View', 'seat: Alpha, Beta', 'tenant: acme, globex']);
});

test('what says the same in other words, or what another one still says, is no swap', () => {
  const inOtherWords = ['{ models: { "*": { except: [] } } }', some, few];
  expect(findSwaps([...base], [inOtherWords, [desk, desk], [few, few]])).toEqual([]);
});
