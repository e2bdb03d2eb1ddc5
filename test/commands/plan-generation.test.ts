import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { has } from '../../compiler/model/bits.ts';
import { reachOf } from '../../compiler/model/cell-reach.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';
import { ioInMemory, textOf } from '../support/io.ts';
import { runs } from '../support/random.ts';

const catalog = `{ kind: Model, name: Company, actions: [view], portfolio: self, properties: { owner: { type: id } } }
---
kind: Model
name: Licence
actions: [create, view, update, export, close]
portfolio: { through: company }
relations: { company: { model: Company } }
properties: { mrr: { type: number }, note: { type: string } }
---
kind: Model
name: Sale
actions: [create, view, update, remove]
portfolio: { through: company }
relations: { company: { model: Company } }
properties: { value: { type: number } }
---
{ kind: Model, name: Quote, actions: [view] }
---
kind: Model
name: LineItem
actions: [create, view, update, export, win]
portfolio: { through: company }
relations: { company: { model: Company } }
properties: { monthly: { type: number }, discount: { type: number } }
---
{ kind: Model, name: Product, actions: [view] }
---
{ kind: Action, name: close }
---
{ kind: Action, name: win }
---
kind: Generations
name: revenue
generations:
  - { name: "2025", models: [Licence, Sale, Quote] }
  - name: "2026"
    models: [LineItem, Product]
    from:
      Licence: { model: LineItem, actions: { close: win }, properties: { mrr: monthly } }
      Sale: { model: LineItem, properties: { value: monthly } }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: Portfolio, name: full, on: Company, reach: all }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { "*": all } } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { "*": [view] } } }
---
{ kind: Tenant, name: globex, generations: { revenue: "2025" }, ceiling: { models: { "*": all } } }
---
{ kind: Users, tenant: acme, users: [{ id: ada, userType: Core, roles: [seller] }, { id: bob, userType: View, roles: [other] }] }
---
{ kind: Role, name: other, tenant: acme, userType: View, portfolio: [own], grants: { models: { Company: [view] } } }
`;

const acme = (ceiling = '{ models: { "*": all } }') =>
  `# What acme has.\nkind: Tenant\nname: acme\nceiling: ${ceiling}\n`;

const seller = `# Sells.
kind: Role
name: seller
tenant: acme
userType: Core
portfolio:
  "*": [full]
  "Licence:update": [own]
  "Sale:update": [own]
grants:
  models:
    Company: [view]
    # What they sell
    Licence: [create, view, update, close]
    Sale: [create, view, update]
    Quote: [view]
`;

const files = (role = seller, tenant = acme()) => ({
  'policies/all.yaml': catalog,
  'policies/tenant.yaml': tenant,
  'policies/seller.yaml': role,
});
type Files = ReturnType<typeof files>;

async function plan(world: Files, ...words: readonly string[]) {
  const { io, disk } = ioInMemory(world);
  const line = ['plan', 'generation', ...words, '--policies', 'policies'];
  const { out, err = '', exit } = await answerLine(line, registry, io);
  const text = textOf(out);
  return { text, err, exit, disk: disk as Files };
}

const move = (world: Files, ...words: readonly string[]) =>
  plan(world, 'revenue', '2026', '--tenant', 'acme', ...words);

/** The reasons for which permissions are not carried, each with them. */
async function unmapped(world: Files) {
  const { text } = await move(world, '--format', 'json');
  const { unmapped: all } = JSON.parse(text) as {
    unmapped: readonly { role: string; permissions: readonly string[]; because: string }[];
  };
  return all.map(({ permissions, because }) => `${permissions.join(', ')}: ${because}`);
}

describe('S-120: a tenant comes to another generation', () => {
  test('step by step, with what does not map', async () => {
    const { text, exit, disk } = await move(files());
    expect(exit).toBe(0);
    expect(disk).toEqual(files());
    expect(text).toMatchInlineSnapshot(`
      "3 steps, each checked on what the one before leaves
      1. let role \`seller\` hold on \`LineItem\`: LineItem:create, LineItem:view, LineItem:update, with 2 rights on properties
           on the records of \`Licence:update\`, by an entry \`LineItem:update\` of its portfolio
           writes policies/seller.yaml
      2. move tenant \`acme\` to \`2026\` of \`revenue\`, from \`2025\`
           writes policies/tenant.yaml
      3. take \`Licence\`, \`Sale\` and \`Quote\` out of role \`seller\`
           writes policies/seller.yaml
      note: \`Product\` of \`2026\` stands in for nothing: grant by hand what roles need of it

      what does not map
        seller  Quote:view: nothing of \`2026\` stands in for it
        seller  Licence:close: \`LineItem\` stands in for \`Sale\` too, which has no such action
        seller  Licence.note:view, Licence.note:update: \`LineItem\` has no such property

      people, by all their roles together
        ada  acme  loses Licence:close, Licence:create, Licence:update, Licence:view, Quote:view, Sale:create and 2 more, with 6 rights on properties; gains LineItem:create, LineItem:update, LineItem:view, with 2 rights on properties

      nothing was written; \`--apply\` makes it
      "
    `);
  });

  test('in the files, with comments and order kept', async () => {
    const { disk } = await move(files(), '--apply');
    expect(disk['policies/seller.yaml']).toMatchInlineSnapshot(`
      "# Sells.
      kind: Role
      name: seller
      tenant: acme
      userType: Core
      portfolio:
        "*": [full]
        "LineItem:update": [own]
      grants:
        models:
          Company: [view]
          # What they sell
          LineItem: { actions: [create, view, update], properties: { discount: none, "*": all } }
      "
    `);
    expect(disk['policies/tenant.yaml']).toMatchInlineSnapshot(`
      "# What acme has.
      kind: Tenant
      name: acme
      ceiling: { models: { "*": all } }
      generations: { revenue: "2026" }
      "
    `);
    expect(disk['policies/all.yaml']).toBe(catalog);
    const { io } = ioInMemory(disk);
    const { out } = await answerLine(['check', '--strict', '--policies', 'policies'], registry, io);
    expect(textOf(out)).toContain('0 errors, 0 warnings');
    const again = await move(disk);
    expect(again.text).toBe('nothing to do\nnote: tenant `acme` has `2026` of `revenue` already\n');
  });

  test('as JSON and as Markdown', async () => {
    const { text } = await move(files(), '--format', 'json');
    const { steps, people, applied } = JSON.parse(text);
    expect(applied).toBe(false);
    expect(steps.map(({ kind, files: own }: { kind: string; files: string[] }) => [kind, own])).toEqual([
      ['carry', ['policies/seller.yaml']],
      ['generation', ['policies/tenant.yaml']],
      ['clear', ['policies/seller.yaml']],
    ]);
    expect(steps[0]).toMatchObject({
      role: 'seller',
      tenant: 'acme',
      models: ['LineItem'],
      permissions: [
        'LineItem:create',
        'LineItem:view',
        'LineItem:update',
        'LineItem.monthly:view',
        'LineItem.monthly:update',
      ],
      portfolio: { 'LineItem:update': 'Licence:update' },
    });
    expect(steps[1]).toMatchObject({ tenant: 'acme', of: 'revenue', from: ['2025'], to: '2026' });
    expect(steps[2]).toMatchObject({ role: 'seller', models: ['Licence', 'Sale', 'Quote'] });
    expect(people.map(({ user }: { user: string }) => user)).toEqual(['ada']);
    const page = await move(files(), '--format', 'markdown');
    expect(page.text).toContain('- [ ] move tenant `acme` to `2026` of `revenue`, from `2025`');
    expect(page.text).toContain('### What does not map');
  });

  test('only to a later one, that there is', async () => {
    const { disk } = await move(files(), '--apply');
    expect((await plan(disk, 'revenue', '2025', '--tenant', 'acme')).err).toBe(
      'plafond: `2026` of `revenue` comes after `2025`, and the catalog says only what becomes of models later on\n',
    );
    expect((await plan(files(), 'revenu', '2026', '--tenant', 'acme')).err).toContain(
      'did you mean `revenue`?',
    );
    expect((await plan(files(), 'revenue', '2027', '--tenant', 'acme')).err).toContain(
      'there are `2025` and `2026`',
    );
  });
});

describe('S-120: a role is not given on a new model', () => {
  const role = (grants: string, portfolio = '[full]', more = '') =>
    `kind: Role\nname: seller\ntenant: acme\nuserType: Core\nportfolio: ${portfolio}\n${more}grants: { models: ${grants} }\n`;
  test.each<[string, string, string, string]>([
    [
      'what nothing stands in for',
      role('{ Quote: [view] }', '[full]'),
      '',
      'Quote:view: nothing of `2026` stands in for it',
    ],
    [
      'an action that it does not have',
      role('{ Sale: [view, remove], Licence: [view] }'),
      '',
      'Sale:remove: `LineItem` has no action `remove`',
    ],
    [
      'what it does not hold on all that the model stands in for',
      role('{ Licence: [view, update], Sale: [view] }'),
      '',
      'Licence:update: `LineItem` stands in for `Sale` too, and the role does not hold `Sale:update`',
    ],
    [
      'what shows a property that it hides',
      role('{ Licence: { actions: [view], properties: { note: none, "*": all } }, Sale: [view] }'),
      '',
      'Licence:view, Sale:view: the role hides `Licence.note`, for which `LineItem` has no switch',
    ],
    [
      'more records than now',
      role('{ Licence: [view], Sale: [view] }', '{ "*": [full], "Licence:view": [own] }'),
      '',
      'Licence:view, Sale:view: the role would work on other records of `LineItem` than now, which are `own` and `full`',
    ],
    [
      'what the ceiling does not hold there',
      role('{ Licence: [view], Sale: [view] }'),
      '{ models: { "*": all, LineItem: none } }',
      'Licence:view, Sale:view: the ceiling of tenant `acme` does not hold `LineItem:view`',
    ],
  ])('%s', async (_, written, ceiling, reason) => {
    const world = files(written, ceiling === '' ? acme() : acme(ceiling));
    expect(await unmapped(world)).toContain(reason);
  });

  test('if every tenant has the role and another one has the models already', async () => {
    const shared = 'kind: Role\nname: seller\nuserType: Core\nportfolio: [full]\n';
    const world = files(`${shared}grants: { models: { Licence: [view], Sale: [view] } }\n`);
    const there = { ...world, 'policies/all.yaml': catalog.replace('revenue: "2025"', 'revenue: "2026"') };
    expect(await unmapped(there)).toContain(
      'LineItem:view, LineItem.monthly:view: every tenant has role `seller`, and others have `2026` already, where the change would count too',
    );
    const { disk } = await move(world, '--apply');
    expect(disk['policies/seller.yaml']).toContain('LineItem');
    expect(disk['policies/seller.yaml']).toContain('Licence');
  });

  test('by `"*"` either, where it speaks of an old one by name', async () => {
    const { disk } = await move(
      files(role('{ "*": [view], Licence: { properties: { mrr: none, "*": all } } }')),
      '--apply',
    );
    expect(disk['policies/seller.yaml']).toContain('"*": [view], LineItem: none }');
    const kept = await move(files(role('{ "*": [view] }')), '--apply');
    expect(kept.disk['policies/seller.yaml']).toBe(role('{ "*": [view] }'));
    expect(kept.text).toContain('gains LineItem:view');
  });

  test('and what it names there beside that is told', async () => {
    const { text } = await move(files(role('{ Licence: [view], Sale: [view], LineItem: [view, win] }')));
    expect(text).toContain(
      'note: role `seller` names more than it holds on what that stands in for, and keeps it: `LineItem:win`',
    );
  });

  test('and the ceiling holds no more on it than on what it stands in for', async () => {
    const world = files(seller, acme('{ models: { "*": all, Licence: { except: [update] } } }'));
    const { text, disk } = await move(world, '--apply');
    expect(text).toContain('let the ceiling of tenant `acme` hold no more: LineItem:update');
    expect(disk['policies/tenant.yaml']).toContain('LineItem: { except: [update] }');
  });
});

describe('S-120: of random roles and ceilings', { tags: ['slow'] }, () => {
  const actionsOf = {
    Licence: ['create', 'view', 'update', 'export', 'close'],
    Sale: ['create', 'view', 'update', 'remove'],
  };
  const some = (names: readonly string[]) =>
    fc.subarray([...names], { minLength: 3 }).map((list) => `[${list.join(', ')}]`);
  const grant = (model: 'Licence' | 'Sale', property: string) =>
    fc
      .tuple(some(actionsOf[model]), fc.constantFrom('', 'none', '[view]'))
      .map(([actions, own]) =>
        own === ''
          ? `${model}: ${actions}`
          : `${model}: { actions: ${actions}, properties: { ${property}: ${own}, "*": all } }`,
      );
  const portfolio = fc.subarray([
    '"*:view": [own]',
    '"Licence:view": [own]',
    '"Sale:view": [own]',
    '"Licence:*": [own]',
    '"Sale:*": [full]',
    '"LineItem:view": [full]',
  ]);
  const world = fc
    .tuple(
      grant('Licence', 'note'),
      grant('Sale', 'value'),
      fc.constantFrom('', ', "*": [view]', ', LineItem: [view]'),
      portfolio,
      fc.option(some(actionsOf.Licence), { nil: undefined }),
      fc.option(some(actionsOf.Sale), { nil: undefined }),
      fc.constantFrom('Core', 'Core', 'Core', 'View'),
    )
    .map(([licence, sale, more, entries, ofLicence, ofSale, userType]) => {
      const role = `kind: Role\nname: seller\ntenant: acme\nuserType: ${userType}\nportfolio: { "*": [full]${entries.map((entry) => `, ${entry}`).join('')} }\ngrants: { models: { Company: [view], ${licence}, ${sale}${more} } }\n`;
      const bounds = [ofLicence && `Licence: ${ofLicence}`, ofSale && `Sale: ${ofSale}`].filter(Boolean);
      return files(role, acme(`{ models: { ${['"*": all', ...bounds].join(', ')} } }`));
    });
  const matrixOf = (disk: Files): Matrix | undefined => {
    try {
      return compiled(filesInMemory(disk)).matrix;
    } catch {
      return undefined;
    }
  };
  const sources: Readonly<Record<string, readonly string[]>> = {
    'LineItem:create': ['Licence:create', 'Sale:create'],
    'LineItem:view': ['Licence:view', 'Sale:view'],
    'LineItem:update': ['Licence:update', 'Sale:update'],
    'LineItem.monthly:view': ['Licence.mrr:view', 'Sale.value:view'],
    'LineItem.monthly:update': ['Licence.mrr:update', 'Sale.value:update'],
  };

  test('nothing is held on the new model that was not held on all that it stands in for, on no more records, and nothing is dropped without a word', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(world, async (before) => {
        const base = matrixOf(before);
        if (!base) return;
        const { text, err, exit, disk } = await move(before, '--apply', '--format', 'json');
        expect([err, exit]).toEqual(['', 0]);
        const head = matrixOf(disk);
        const find = (matrix: Matrix | undefined) =>
          matrix?.rows.find(({ tenant, role }) => tenant.name === 'acme' && role.name === 'seller');
        const [was, is] = [find(base), find(head)];
        if (!was || !is) throw new Error('the role is gone');
        const held = (row: typeof was, permission: string) => {
          const cell = row.tenant.catalog.cellOf.get(permission);
          return cell !== undefined && has(row.effective, cell.index);
        };
        const { unmapped: left } = JSON.parse(text) as { unmapped: readonly { permissions: string[] }[] };
        const told = new Set(left.flatMap(({ permissions }) => permissions));
        const { catalog: cells } = was.tenant;
        const existing = [
          ...(cells.modelOf.get('Licence') && cells.modelOf.get('Sale') ? ['Licence', 'Sale'] : []),
        ].filter((name) =>
          [...(cells.modelOf.get(name)?.actions.values() ?? [])].some(({ index }) =>
            has(was.tenant.ceiling.held, index),
          ),
        );
        for (const cell of cells.cells) {
          if (cell.subject !== 'LineItem' || !held(is, cell.permission)) continue;
          // A permission that the role names on the new model itself was not derived from another one, and stays.
          if (before['policies/seller.yaml'].includes(', LineItem: [view]')) continue;
          moved++;
          const wanted = sources[cell.permission]?.filter((one) =>
            existing.includes(one.split(/[.:]/)[0] ?? ''),
          );
          if (cell.permission !== 'LineItem:win' && cell.permission !== 'LineItem:export')
            expect(wanted?.length, cell.permission).toBeGreaterThan(0);
          for (const one of wanted ?? []) {
            expect(held(was, one), `${cell.permission} for ${one}`).toBe(true);
            const old = cells.cellOf.get(one);
            if (!old || reachOf(was, old) === 'all') continue;
            expect(reachOf(is, cell)).not.toBe('all');
          }
        }
        for (const cell of cells.cells) {
          const isLeaving = cell.kind === 'action' && ['Licence', 'Sale'].includes(cell.subject);
          if (!isLeaving || !held(was, cell.permission)) continue;
          const now = `LineItem:${cell.action === 'close' ? 'win' : cell.action}`;
          const target = cells.cellOf.get(now);
          const isAsked = target !== undefined && has(is.role.layer.held, target.index);
          expect(isAsked || told.has(cell.permission), `${cell.permission} is carried or told`).toBe(true);
        }
      }),
      runs(150),
    );
    expect(moved).toBeGreaterThan(50);
  });
});
