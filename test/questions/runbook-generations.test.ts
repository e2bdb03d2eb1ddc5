/** @module-tag slow */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { printRunbookJson } from '../../compiler/print/runbook/json.ts';
import { makeTexts } from '../../compiler/print/runbook/texts.ts';
import { planRunbook } from '../../compiler/questions/runbook/plan-runbook.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import {
  doStep,
  type Filling,
  gateOf,
  lookOf,
  type ProductLaw,
  type SimulatedState,
  type SimulatedStep,
} from '../support/simulated-product.ts';

const boxesOf = (...models: readonly string[]) =>
  models.flatMap((model) => [`${model}:view`, `${model}:update`, `${model}.sum:view`, `${model}.sum:update`]);
const boxes = { deals: boxesOf('Account', 'Deal'), offers: boxesOf('Account', 'Offer') };
type Generation = keyof typeof boxes;

const catalog = `
{ kind: Model, name: Account, actions: [view, update], portfolio: self, properties: { sum: { type: number } } }
---
{ kind: Model, name: Deal, actions: [view, update], properties: { sum: { type: number } } }
---
{ kind: Model, name: Offer, actions: [view, update], properties: { sum: { type: number } } }
---
{ kind: Generations, name: sales, generations: [{ name: deals, models: [Deal] }, { name: offers, models: [Offer], from: { Deal: { model: Offer, properties: { sum: sum } } } }] }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: every, on: Account, reach: all }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all } } }
`;

interface Wanted {
  readonly name: string;
  readonly renamedFrom?: string;
  /** True if the role is the tenant's own. */
  readonly isOwn: boolean;
  readonly ticked: readonly string[];
}

/** Writes the roles of a tenant of one generation; what they ask for of the other one is closed there. */
function write(generation: Generation, roles: readonly Wanted[]): Matrix {
  const grants = ({ ticked }: Wanted) =>
    ['Account', 'Deal', 'Offer'].map((model) => {
      const named = (start: string) =>
        ticked.filter((box) => box.startsWith(start)).map((box) => box.split(':')[1]);
      return `${model}: { actions: [${named(`${model}:`)}], properties: { sum: [${named(`${model}.sum:`)}] } }`;
    });
  const documents = [
    catalog,
    `{ kind: Tenant, name: acme, generations: { sales: ${generation} }, ceiling: { models: { "*": all } } }`,
    ...roles.map(
      (role) =>
        `{ kind: Role, name: ${role.name}, ${role.isOwn ? 'tenant: acme, ' : ''}${role.renamedFrom ? `renamedFrom: ${role.renamedFrom}, ` : ''}userType: Core, portfolio: [every], grants: { models: { ${grants(role).join(', ')} } } }`,
    ),
  ];
  return compiled(filesInMemory({ 'policies/all.yaml': documents.join('\n---\n') })).matrix;
}

const isAsked = (box: string, _at: number, all: readonly string[]) => all.includes(gateOf(box) ?? box);

/** A role as a product of one generation has it: boxes that are not shown are as they come up. */
const store = (generation: Generation, { ticked }: Wanted, { properties }: Filling) => ({
  userType: 'Core',
  seats: [],
  portfolio: 'every',
  ticked: new Set(
    boxes[generation].filter((box) => {
      const gate = gateOf(box);
      return gate === undefined || ticked.includes(gate) ? ticked.includes(box) : properties === 'on';
    }),
  ),
});

const lawOf = (generation: Generation, filling: Filling): ProductLaw => ({
  filling,
  userTypes: ['Core'],
  combines: {},
  most: () => new Set(boxes[generation]),
  limits: {},
});

/** Has the vendor move a product: the boxes of the old models are gone, and those of the new ones are as they come up. */
const moveProduct = ({ roles, users }: SimulatedState, { properties }: Filling): SimulatedState => ({
  users,
  roles: Object.fromEntries(
    Object.entries(roles).map(([name, role]) => {
      const kept = boxes.offers.filter((box) =>
        boxes.deals.includes(box) ? role.ticked.has(box) : gateOf(box) !== undefined && properties === 'on',
      );
      return [name, { ...role, ticked: new Set(kept) }];
    }),
  ),
});

const ticks = fc
  .subarray([...new Set([...boxes.deals, ...boxes.offers])])
  .map((some) => some.filter(isAsked));

const world = fc.record({
  before: fc.record({ seller: ticks, reader: ticks }),
  after: fc.record({ seller: ticks, reader: ticks }),
  fate: fc.constantFrom('stays', 'renamed', 'moved'),
  filling: fc.record<Filling>({
    newRole: fc.constantFrom('maximum', 'nothing'),
    duplicate: fc.constantFrom('original', 'nothing'),
    properties: fc.constantFrom('on', 'off'),
  }),
});

test('S-120: a move to another generation is one request, and the steps after it are done in a simulated product', () => {
  fc.assert(
    fc.property(world, ({ before, after, fate, filling }) => {
      const base: readonly Wanted[] = [
        { name: 'seller', isOwn: false, ticked: before.seller },
        { name: 'reader', isOwn: true, ticked: before.reader },
      ];
      const name = fate === 'stays' ? {} : { name: 'closer', renamedFrom: 'seller' };
      const head: readonly Wanted[] = [
        { name: 'seller', ...name, isOwn: fate === 'moved', ticked: after.seller },
        { name: 'reader', isOwn: true, ticked: after.reader },
      ];
      const pair = { base: write('deals', base), head: write('offers', head) };
      const planned = planRunbook(pair, pair.head.policy.tenants, filling);
      const { tenants } = JSON.parse(
        printRunbookJson(planned, makeTexts(undefined), { base: 'a', head: 'b' }),
      ) as {
        tenants: readonly { steps: readonly SimulatedStep[] }[];
      };
      expect(planned.flatMap(({ bounds }) => bounds.map(({ kind, isFirst }) => [kind, isFirst]))).toEqual([
        ['set-generation', true],
      ]);
      const steps = tenants.flatMap((one) => one.steps);
      // A role that has another name, and that is the tenant's own now, is renamed and not made anew.
      expect(steps.map(({ kind }) => kind).filter((kind) => kind.endsWith('-role'))).toEqual(
        fate === 'stays' ? [] : ['rename-role'],
      );
      const put = (generation: Generation, roles: readonly Wanted[]): SimulatedState => ({
        users: {},
        roles: Object.fromEntries(roles.map((role) => [role.name, store(generation, role, filling)])),
      });
      const law = lawOf('offers', filling);
      const start = moveProduct(put('deals', base), filling);
      const end = steps.reduce((state, step) => doStep(state, { ...step, portfolio: 'every' }, law), start);
      expect(lookOf(end, law)).toBe(lookOf(put('offers', head), law));
    }),
    runs(80),
  );
});
