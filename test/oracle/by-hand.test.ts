/** Worlds written by hand, whose verdicts follow from the sentences of the language page and not from any code. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { compareCells, compareRecords } from './compare.ts';
import { read } from './examples.ts';

/** A person who asks: of tenant `acme`, with the id `u1` and the region south, unless something else is said. */
interface Asker {
  readonly roles: readonly string[];
  readonly tenant?: string;
  readonly userType?: string;
  readonly seats?: readonly string[];
  readonly user?: Readonly<Record<string, unknown>>;
}

/** Opens a world of this folder. */
function openWorld(name: string, usual: { readonly userType: string }) {
  const text = readFileSync(new URL(`by-hand/${name}.yaml`, import.meta.url), 'utf8');
  const { compiled, diagnostics } = compile(filesInMemory({ 'policies/all.yaml': text }), 'policies');
  if (!compiled) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const facade = openFacade(JSON.parse([...emitBundle(compiled)].map(({ content }) => content).join('')));
  return {
    documents: read(text),
    compiled,
    as: ({ roles, tenant = 'acme', userType = usual.userType, seats = [], user = {} }: Asker) =>
      facade.permissions({
        tenant,
        roles,
        userType,
        seats,
        user: { id: 'u1', regions: ['south'], grade: 3, since: '2026-01-01', ...user },
      }),
  };
}

describe('a bank, in which nobody approves a payment of their own', () => {
  const { as, documents, compiled } = openWorld('bank', { userType: 'Teller' });
  const north = { region: 'north', open: true, codes: ['x'] };
  const south = { region: 'south', open: true, codes: [], head: north };
  const shut = { region: 'south', open: false, codes: ['x'] };
  const noCodes = { region: 'west', open: true };
  const hn = { region: 'east', head: north };
  const pay = (maker: unknown, ...branches: readonly object[]) => ({
    ...{ maker, amount: 5, memo: 'm', labels: [], account: { branches } },
  });
  const m = as({ roles: ['maker'] });
  const g = as({ roles: ['maker'], tenant: 'globex' });
  const c = as({ roles: ['checker'] });
  const b = as({ roles: ['boss'] });
  const u = as({ roles: ['boss', 'peek'] });

  test.each<[string, () => boolean, boolean]>([
    ['view south', () => m.can('view', 'Payment', pay('u2', north, south)), true],
    ['view north', () => m.can('view', 'Payment', pay('u2', north)), false],
    ['view none', () => m.can('view', 'Payment', pay('u2')), false],
    ['update mine south', () => m.can('update', 'Payment', pay('u1', south)), true],
    ['update other south', () => m.can('update', 'Payment', pay('u2', south)), false],
    ['update mine north', () => m.can('update', 'Payment', pay('u1', north)), false],
    ['update amount', () => m.can('update', 'Payment', pay('u1', south), 'amount'), true],
    ['update amount other', () => m.can('update', 'Payment', pay('u2', south), 'amount'), false],
    ['view memo', () => m.can('view', 'Payment', pay('u2', south), 'memo'), true],
    ['remove mine south', () => m.can('remove', 'Payment', pay('u1', shut)), true],
    ['remove other south', () => m.can('remove', 'Payment', pay('u2', south)), false],
    ['create south', () => m.can('create', 'Payment', pay('u1', south)), true],
    ['create north', () => m.can('create', 'Payment', pay('u1', north)), false],
    ['no export', () => m.can('export', 'Payment', pay('u1', south)), false],
    ['no branch create', () => m.can('create', 'Branch', south), false],
    ['globex memo', () => g.can('view', 'Payment', pay('u2', south), 'memo'), false],
    ['globex amount', () => g.can('view', 'Payment', pay('u2', south), 'amount'), true],
    ['approve other', () => c.can('approve', 'Payment', pay('u2', south)), true],
    ['approve mine', () => c.can('approve', 'Payment', pay('u1', south)), false],
    ['approve null maker', () => c.can('approve', 'Payment', pay(null, south)), false],
    ['approve north', () => c.can('approve', 'Payment', pay('u2', north)), false],
    ['release other south', () => c.can('release', 'Payment', pay('u2', south)), true],
    ['release mine south', () => c.can('release', 'Payment', pay('u1', south)), false],
    [
      'release head north only: approve does not reach',
      () => c.can('release', 'Payment', pay('u2', hn)),
      false,
    ],
    ['export', () => c.can('export', 'Payment', pay('u1', south)), true],
    ['export amount field', () => c.can('export', 'Payment', pay('u1', south), 'amount'), true],
    ['export memo (feature off)', () => c.can('export', 'Payment', pay('u1', south), 'memo'), false],
    ['boss approve', () => b.canSome('approve', 'Payment'), false],
    ['boss account view', () => b.can('view', 'Account', { branches: [south] }), true],
    ['union approve some', () => u.canSome('approve', 'Payment'), true],
    ['union approve south open', () => u.can('approve', 'Payment', pay('u9', south)), true],
    ['union approve south shut', () => u.can('approve', 'Payment', pay('u9', shut)), false],
    [
      'union approve: open by one branch, region by another',
      () => u.can('approve', 'Payment', pay('u9', north, shut)),
      true,
    ],
    ['union approve no codes', () => u.can('approve', 'Payment', pay('u9', noCodes, shut)), false],
    [
      'union approve closed code',
      () => u.can('approve', 'Payment', pay('u9', { region: 'south', open: true, codes: ['audit'] })),
      false,
    ],
    [
      'union approve codes with null',
      () => u.can('approve', 'Payment', pay('u9', { region: 'south', open: true, codes: [null] })),
      true,
    ],
    [
      'no regions',
      () => as({ roles: ['peek'], user: { regions: [] } }).can('view', 'Payment', pay('u2', south)),
      false,
    ],
    [
      'missing regions',
      () => as({ roles: ['peek'], user: { regions: undefined } }).can('view', 'Payment', pay('u2', south)),
      false,
    ],
    [
      'mixed regions',
      () => as({ roles: ['peek'], user: { regions: ['south', 5] } }).can('view', 'Payment', pay('u2', south)),
      false,
    ],
    ['region wrong type', () => m.can('view', 'Payment', pay('u2', { region: ['south'] })), false],
  ])('%s', (_, ask, meant) => {
    expect(ask()).toBe(meant);
  });

  test('the oracle reads it alike', () => expectAlike(documents, compiled));
});

describe('a wiki, with properties of one tenant, pages without a parent and a seat for editors', () => {
  const { as, documents, compiled } = openWorld('wiki', { userType: 'Full' });
  const open = { kind: 'open', lead: 'u2' };
  const secret = { kind: 'secret', lead: 'u1' };
  const page = (more: object = {}) => ({
    ...{
      author: 'u2',
      state: 'new',
      due: '2026-02-02',
      stars: 3,
      custom: {},
      seen: 'x',
      space: open,
      parent: {},
    },
    ...more,
  });
  const r = as({ roles: ['reader'], userType: 'Guest' });
  const w = as({ roles: ['writer'] });
  const wg = as({ roles: ['writer'], tenant: 'globex' });
  const e = as({ roles: ['eu'] });
  const h = as({ roles: ['helper'], userType: 'Guest', seats: ['Editor'] });

  test.each<[string, () => boolean, boolean]>([
    ['reader orphan', () => r.can('view', 'Page', page()), true],
    ['reader parent with state', () => r.can('view', 'Page', page({ parent: { state: 'x' } })), false],
    ['reader no parent', () => r.can('view', 'Page', page({ parent: null })), false],
    ['reader parent state null', () => r.can('view', 'Page', page({ parent: { state: null } })), true],
    ['reader stars 5', () => r.can('view', 'Page', page({ stars: 5 })), false],
    ['reader stars 2', () => r.can('view', 'Page', page({ stars: 2 })), true],
    ['reader stars 2.5', () => r.can('view', 'Page', page({ stars: '3' })), false],
    ['comment open space', () => r.can('view', 'Comment', { author: 'u9', page: page({ stars: 9 }) }), true],
    [
      'comment secret space, orphan page',
      () => r.can('view', 'Comment', { author: 'u9', page: page({ space: secret }) }),
      true,
    ],
    [
      'comment secret, no orphan',
      () => r.can('view', 'Comment', { author: 'u9', page: page({ space: secret, stars: 9 }) }),
      false,
    ],
    [
      'comment space without kind',
      () => r.can('view', 'Comment', { author: 'u9', page: page({ space: {}, stars: 9 }) }),
      false,
    ],
    ['comment without page', () => r.can('view', 'Comment', { author: 'u9', page: null }), false],
    ['mark-read', () => r.can('mark-read', 'Page', page()), true],
    ['flag view', () => r.can('view', 'Flag', { colour: 'red' }), true],
    ['flag colour', () => r.can('view', 'Flag', { colour: 'red' }, 'colour'), true],
    [
      'globex flag view',
      () => as({ roles: ['reader'], tenant: 'globex', userType: 'Guest' }).can('view', 'Flag', {}),
      true,
    ],
    [
      'tenant prop view',
      () => r.can('view', 'Page', page({ custom: { region: 'eu' } }), 'custom.region'),
      true,
    ],
    [
      'stars in globex',
      () =>
        as({ roles: ['reader'], tenant: 'globex', userType: 'Guest' }).can('view', 'Page', page(), 'stars'),
      false,
    ],
    ['writer view authored', () => w.can('view', 'Page', page({ author: 'u1', due: '2027-01-01' })), true],
    ['writer view late', () => w.can('view', 'Page', page()), true],
    ['writer view late excluded date', () => w.can('view', 'Page', page({ due: '2026-01-01' })), false],
    [
      'writer late as Date',
      () => w.can('view', 'Page', page({ due: new Date('2026-05-31T23:00:00Z') })),
      true,
    ],
    ['writer due soon text', () => w.can('view', 'Page', page({ due: 'soon' })), false],
    ['writer create own', () => w.can('create', 'Page', page({ author: 'u1' })), true],
    ['writer create other', () => w.can('create', 'Page', page()), false],
    ['writer update custom', () => w.can('update', 'Page', page(), 'custom'), true],
    ['writer update state', () => w.can('update', 'Page', page(), 'state'), false],
    ['writer update custom.region', () => w.can('update', 'Page', page(), 'custom.region'), false],
    [
      'writer view custom.region (reader holds view)',
      () => w.can('view', 'Page', page(), 'custom.region'),
      true,
    ],
    [
      'a comment is no record of `authored`, its page is',
      () => w.can('update', 'Comment', { author: 'u1', page: page({ author: 'u2' }) }),
      false,
    ],
    [
      'writer comment of own page open',
      () => w.can('update', 'Comment', { author: 'u2', page: page({ author: 'u1' }) }),
      true,
    ],
    [
      'writer comment of own page secret',
      () => w.can('update', 'Comment', { author: 'u2', page: page({ author: 'u1', space: secret }) }),
      false,
    ],
    ['writer module', () => w.uses('Admin'), true],
    ['writer curate', () => w.uses('Curate'), true],
    ['globex module', () => wg.uses('Admin'), false],
    ['globex curate', () => wg.uses('Curate'), false],
    ['globex update page', () => wg.can('update', 'Page', page()), false],
    ['globex remove page', () => wg.can('remove', 'Page', page()), true],
    ['flag update acme', () => w.can('update', 'Flag', {}), true],
    ['eu page', () => e.can('view', 'Page', page({ custom: { region: 'eu' } })), true],
    [
      'eu page own key',
      () => e.can('view', 'Page', { ...page({ custom: { region: 'xx' } }), 'custom.region': 'us' }),
      true,
    ],
    ['eu page asia', () => e.can('view', 'Page', page({ custom: { region: 'asia' } })), false],
    ['eu prop', () => e.can('view', 'Page', page({ custom: { region: 'eu' } }), 'custom.region'), true],
    [
      'eu secret prop',
      () => e.can('view', 'Page', page({ custom: { region: 'eu' } }), 'custom.secret'),
      false,
    ],
    ['eu update state', () => e.can('update', 'Page', page({ custom: { region: 'eu' } }), 'state'), true],
    ['eu space led', () => e.can('view', 'Space', secret), true],
    ['eu space other', () => e.can('view', 'Space', open), false],
    ['helper comment remove anything', () => h.can('remove', 'Comment', { author: 'x', page: null }), true],
    [
      'helper comment update: no property with update',
      () => h.can('update', 'Comment', { author: 'x' }),
      false,
    ],
    ['helper comment create', () => h.can('create', 'Comment', { author: 'x' }), true],
  ])('%s', (_, ask, meant) => {
    expect(ask()).toBe(meant);
  });

  test('the oracle reads it alike', () => expectAlike(documents, compiled));
});

/** Compares all cells, and decisions on some random records, with the oracle's. */
function expectAlike(documents: ReturnType<typeof read>, compiled: Parameters<typeof compareCells>[1]): void {
  const known = documents as Parameters<typeof compareCells>[0];
  expect(compareCells(known, compiled).differences).toEqual([]);
  for (let seed = 0; seed < 10; seed++) {
    const { compared, differences } = compareRecords(known, compiled, seed);
    expect(compared).toBeGreaterThan(50);
    // Two branches that must each be there, of roles that nobody has together, have no rule: CASL alone then denies.
    const open = differences.filter(({ by, said }) => !/CASL|ability/.test(by) || said !== false);
    expect(open).toEqual([]);
  }
}
