/** @module-tag slow */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { changeKinds } from '../../compiler/model/change.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { emptyMatrix } from '../../compiler/questions/since/policy-revision.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { runs } from '../support/random.ts';
import { type Made, type Repository, repository, type Tree } from './since/repository.ts';

const open: Repository[] = [];
const made = (commits: readonly Made[]): Repository => {
  const one = repository(commits);
  open.push(one);
  return one;
};
afterAll(() => {
  for (const one of open) one.remove();
});

const catalog = `kind: Model
name: Company
actions: [create, view, update, remove, export]
portfolio: self
requires: { update: [Company:view] }
properties: { owner: { type: id } }
---
kind: Principal
attributes: { id: { type: id } }
---
kind: Portfolio
name: own
on: Company
reach: { owner: { $user: id } }
---
kind: Portfolio
name: everything
on: Company
reach: all
---
kind: UserType
name: Core
rank: 1
allows: { models: { Company: all } }
`;

/** The choices of which a policy is made. */
interface Choices {
  readonly reader: string;
  readonly writer: string;
  readonly portfolio: string;
  readonly ceiling: string;
  readonly held: string;
  readonly active: boolean;
}

const usual: Choices = {
  reader: '[view]',
  writer: '[update, export]',
  portfolio: 'own',
  ceiling: 'all',
  held: '[reader, writer]',
  active: true,
};

const treeOf = (choices: Partial<Choices>, names: { readonly writer?: string } = {}): Tree => {
  const { reader, writer, portfolio, ceiling, held, active } = { ...usual, ...choices };
  const name = names.writer ?? 'name: writer';
  const role = (named: string, records: string, actions: string) =>
    `kind: Role\n${named}\nuserType: Core\nportfolio: [${records}]\ngrants: { models: { Company: ${actions} } }\n`;
  return {
    'policies/catalog.yaml': catalog,
    'policies/acme.yaml': `kind: Tenant\nname: acme\nceiling: { models: { Company: ${ceiling} } }\n`,
    'policies/reader.yaml': role('name: reader', 'own', reader),
    'policies/writer.yaml': role(name, portfolio, writer),
    'policies/users.yaml':
      held === 'nobody'
        ? 'kind: Users\ntenant: acme\nusers: []\n'
        : `kind: Users\ntenant: acme\nusers:\n  - id: u\n    userType: Core\n    active: ${active}\n    roles: ${held}\n`,
  };
};

/** As many of the fields as one cares about. */
interface Told {
  readonly role: string | null;
  readonly user?: string;
  readonly effective: boolean;
  readonly missing: string | null;
  readonly portfolio: readonly string[];
  readonly history: readonly {
    readonly commit: string | null;
    readonly kind: string;
    readonly with: string | null;
    readonly role?: string;
    readonly woken: boolean;
    readonly because: {
      readonly layer: string;
      readonly at: { readonly path: string; readonly line: number };
    };
  }[];
}

const line = (permission: string, ...more: readonly string[]) => [
  'since',
  permission,
  '--tenant',
  'acme',
  ...more,
];
async function tell(one: Repository, permission: string, ...more: readonly string[]): Promise<Told> {
  const who = more.length > 0 ? more : ['--user', 'u'];
  const { out, err, exit } = await one.ask(line(permission, ...who, '--format', 'json'));
  expect({ err, exit }).toEqual({ err: '', exit: 0 });
  return JSON.parse(out) as Told;
}

const brief = ({ history }: Told) =>
  history.map(({ kind, with: came, because }) => [
    kind,
    came,
    because.layer,
    `${because.at.path}:${because.at.line}`,
  ]);

describe('the history of a user', () => {
  test('names the line that gave or took: of the user, of a role, of the ceiling', async () => {
    const one = made([
      { tree: treeOf({ held: 'nobody' }) },
      { tree: treeOf({ held: '[reader]' }) },
      { tree: treeOf({ held: '[reader, writer]' }) },
      { tree: treeOf({ ceiling: '{ except: [export] }' }) },
      { tree: treeOf({}) },
      { tree: treeOf({ writer: '[update]' }) },
      { tree: treeOf({}) },
      { tree: treeOf({ active: false }) },
    ]);
    const told = await tell(one, 'Company:export');
    expect(told).toMatchObject({ role: null, user: 'u', effective: false, missing: null, portfolio: [] });
    expect(brief(told)).toEqual([
      ['lost', null, 'users', 'policies/users.yaml:6'],
      ['gained', null, 'role', 'policies/writer.yaml:5'],
      ['lost', null, 'role', 'policies/writer.yaml:5'],
      ['gained', null, 'tenant', 'policies/acme.yaml:3'],
      ['lost', null, 'tenant', 'policies/acme.yaml:3'],
      ['gained', null, 'users', 'policies/users.yaml:7'],
      ['appeared', 'user', 'users', 'policies/users.yaml:4'],
    ]);
    expect(told.history.map(({ commit }) => commit)).toEqual(one.commits.slice(1).reverse());
    expect(told.history.map(({ woken }) => woken)).toEqual([false, false, false, true, false, false, false]);
    const { out } = await one.ask(line('Company:export', '--user', 'u'));
    expect(out).toContain(
      'Company:export of user `u` in tenant `acme` is denied: the user is not active, since',
    );
    expect(out).toContain('by the tenant; a role of theirs granted it all along');
  });

  test('names the prerequisite that another of their roles brought', async () => {
    const one = made([
      { tree: treeOf({ reader: '[create]' }) },
      { tree: treeOf({}) },
      { tree: treeOf({ held: '[writer]' }) },
    ]);
    expect(brief(await tell(one, 'Company:update'))).toEqual([
      ['lost', null, 'users', 'policies/users.yaml:7'],
      ['gained', null, 'requires', 'policies/reader.yaml:5'],
      ['appeared', 'tenant', 'tenant', 'policies/acme.yaml:2'],
    ]);
  });

  test('tells what reaches other records', async () => {
    const one = made([
      { tree: treeOf({ reader: '[view, export]' }) },
      { tree: treeOf({ reader: '[view, export]', portfolio: 'everything', writer: '[view, export]' }) },
      { tree: treeOf({ reader: '[view, export]', held: '[reader]' }) },
    ]);
    expect(brief(await tell(one, 'Company:export'))).toEqual([
      ['narrowed', null, 'users', 'policies/users.yaml:7'],
      ['widened', null, 'role', 'policies/writer.yaml:4'],
      ['gained', 'tenant', 'tenant', 'policies/acme.yaml:2'],
    ]);
  });

  test('refuses who never was there, and neither or both of role and user', async () => {
    const one = made([{ tree: treeOf({}) }]);
    const { err, exit } = await one.ask(line('Company:view', '--user', 'v'));
    expect(exit).toBe(2);
    expect(err).toContain('no user `v` in tenant `acme`');
    const refusal = (says: string) => ({ exit: 2, err: expect.stringContaining(says) });
    expect(await one.ask(line('Company:view'))).toMatchObject(refusal('needs either `--user` or `--role`'));
    expect(await one.ask(line('Company:view', '--user', 'u', '--role', 'reader'))).toMatchObject(
      refusal('`--role` and `--user` cannot be used together'),
    );
  });

  const choices: fc.Arbitrary<Choices> = fc.record({
    reader: fc.constantFrom('[view]', '[view, export]', '[create]'),
    writer: fc.constantFrom('[update, export]', '[view, update]', '[export]'),
    portfolio: fc.constantFrom('own', 'everything'),
    ceiling: fc.constantFrom('all', 'all', '{ except: [export] }', '[create, update, export]'),
    held: fc.constantFrom('[reader, writer]', '[reader]', '[writer]', '[]', 'nobody'),
    active: fc.constantFrom(true, true, true, false),
  });

  test('has every step that a comparison of neighbouring commits finds for them', async () => {
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(choices, { minLength: 2, maxLength: 8 }), async (all) => {
        const trees = all.map((one) => treeOf(one));
        const one = repository(trees.map((tree) => ({ tree })));
        try {
          const matrices = trees.map(compileTree);
          for (const permission of ['Company:view', 'Company:update', 'Company:export']) {
            const told = (await tellIfKnown(one, permission)) ?? [];
            const moves = told.filter(({ kind }) => (changeKinds as readonly string[]).includes(kind));
            const expected = matrices.flatMap((head, at) => {
              const kind = findKind(matrices[at - 1] ?? emptyMatrix, head, permission);
              return kind === undefined ? [] : [{ kind, commit: one.commits[at] }];
            });
            expect(moves.map(({ kind, commit }) => ({ kind, commit }))).toEqual(expected.reverse());
            steps += moves.length;
          }
        } finally {
          one.remove();
        }
      }),
      { ...runs(25), endOnFailure: true },
    );
    expect(steps).toBeGreaterThan(50);
  });

  async function tellIfKnown(one: Repository, permission: string): Promise<Told['history'] | undefined> {
    const { out, exit } = await one.ask(line(permission, '--user', 'u', '--format', 'json'));
    return exit === 2 ? undefined : (JSON.parse(out) as Told).history;
  }
});

function compileTree(tree: Tree): Matrix {
  const { compiled, diagnostics } = compile(filesInMemory(tree), 'policies');
  if (!compiled) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compiled.matrix;
}

const findKind = (base: Matrix, head: Matrix, permission: string) =>
  changeKinds.find((kind) =>
    diff(base, head).people.some(({ user, effect }) => user === 'u' && effect[kind].includes(permission)),
  );

describe('a model that was renamed', () => {
  const rename = (tree: Tree, mark: string): Tree =>
    Object.fromEntries(
      Object.entries(tree).map(([file, text]) => [
        file,
        text.replaceAll('Company', 'Account').replace('name: Account\n', `name: Account\n${mark}`),
      ]),
    );
  const mark = 'renamedFrom: Company\n';
  const commits: readonly Made[] = [
    { tree: treeOf({ writer: '[view, update]' }) },
    { tree: treeOf({ writer: '[view, update, export]' }) },
    { tree: rename(treeOf({ writer: '[view, update, export]' }), mark) },
    { tree: rename(treeOf({ writer: '[view, export]' }), mark) },
    { tree: rename(treeOf({ writer: '[view, export]' }), '') },
  ];

  test('is followed to the name it had', async () => {
    const one = made(commits);
    const told = await tell(one, 'Account:export', '--role', 'writer');
    expect(told.history).toMatchObject([
      { kind: 'gained', commit: one.commits[1], permission: 'Company:export', because: { layer: 'role' } },
      { kind: 'appeared', commit: one.commits[0], permission: 'Company:export' },
    ]);
    expect((await tell(one, 'Account:update', '--role', 'writer')).history).toMatchObject([
      { kind: 'lost', commit: one.commits[3] },
      { kind: 'gained', commit: one.commits[0], permission: 'Company:update' },
    ]);
    const { out } = await one.ask(line('Account:export', '--role', 'writer'));
    expect(out).toContain('; the permission was `Company:export`');
  });

  test('is found by the name it had, as long as its document says so', async () => {
    const one = made(commits.slice(0, 4));
    const told = await tell(one, 'Company:export', '--role', 'writer');
    expect(told).toMatchObject({ permission: 'Account:export', effective: true });
    expect(told.history.map(({ commit }) => commit)).toEqual([one.commits[1], one.commits[0]]);
    expect((await tell(one, 'Company:export')).history).toEqual((await tell(one, 'Account:export')).history);
    expect(await one.ask(line('Compani:export', '--role', 'writer'))).toMatchObject({ exit: 2 });
    expect(await made(commits).ask(line('Company:export', '--role', 'writer'))).toMatchObject({ exit: 2 });
  });
});

describe('a role that was renamed', () => {
  const renamed = 'name: editor\nrenamedFrom: writer';
  const commits: readonly Made[] = [
    { tree: treeOf({ writer: '[view, update]' }) },
    { tree: treeOf({ writer: '[view, update, export]' }) },
    { tree: treeOf({ writer: '[view, update, export]', held: '[editor]' }, { writer: renamed }) },
    { tree: treeOf({ writer: '[view, export]', held: '[editor]' }, { writer: renamed }) },
    { tree: treeOf({ writer: '[view, export]', held: '[editor]' }, { writer: 'name: editor' }) },
  ];

  test('is followed to the names it had', async () => {
    const one = made(commits);
    const told = await tell(one, 'Company:export', '--role', 'editor');
    expect(told.history).toMatchObject([
      { kind: 'gained', commit: one.commits[1], role: 'writer', because: { layer: 'role' } },
      { kind: 'appeared', commit: one.commits[0], role: 'writer' },
    ]);
    expect(brief(await tell(one, 'Company:update', '--role', 'editor'))).toEqual([
      ['lost', null, 'role', 'policies/writer.yaml:6'],
      ['gained', 'tenant', 'role', 'policies/writer.yaml:2'],
    ]);
    const { out } = await one.ask(line('Company:export', '--role', 'editor'));
    expect(out).toContain('by the document of the role; the role was called `writer`');
  });

  test('is found by the name it had', async () => {
    const one = made(commits.slice(0, 4));
    const told = await tell(one, 'Company:export', '--role', 'writer');
    expect(told).toMatchObject({ effective: true, missing: null });
    expect(told.history.map(({ commit }) => commit)).toEqual([one.commits[1], one.commits[0]]);
  });

  test('is no change for its users', async () => {
    const one = made(commits.map(({ tree }) => ({ tree })));
    expect((await tell(one, 'Company:export')).history.map(({ commit }) => commit)).toEqual([
      one.commits[1],
      one.commits[0],
    ]);
  });
});

describe('a portfolio that was renamed', () => {
  const rename = (tree: Tree, mark = ''): Tree =>
    Object.fromEntries(
      Object.entries(tree).map(([file, text]) => [
        file,
        text
          .replace('name: own\n', `name: mine\n${mark}`)
          .replaceAll('portfolio: [own]', 'portfolio: [mine]'),
      ]),
    );
  const mark = 'renamedFrom: own\n';
  const commits: readonly Made[] = [
    { tree: treeOf({ writer: '[view, update]' }) },
    { tree: treeOf({ writer: '[view, update, export]' }) },
    { tree: rename(treeOf({ writer: '[view, update, export]' }), mark) },
    { tree: rename(treeOf({ writer: '[view, update, export]', portfolio: 'everything' }), mark) },
    { tree: rename(treeOf({ writer: '[view, update, export]', portfolio: 'everything' })) },
  ];

  test.each([
    ['a role', ['--role', 'writer']],
    ['a user', ['--user', 'u']],
  ])('is no step of %s, and is told with the steps before', async (_, who) => {
    const one = made(commits);
    const told = await tell(one, 'Company:export', ...who);
    expect(told.history.map(({ commit }) => commit)).toEqual([3, 1, 0].map((at) => one.commits[at]));
    expect(told.history[0]).toMatchObject({ kind: 'widened', portfolio: ['everything'] });
    expect(told.history[0]).not.toHaveProperty('portfolioThen');
    expect(told.history[1]).toMatchObject({ kind: 'gained', portfolio: ['mine'], portfolioThen: ['own'] });
    const { out } = await one.ask(line('Company:export', ...who));
    expect(out).toContain('by the document of the role; portfolio `mine` was called `own`');
  });
});

describe('a name that something else had before', () => {
  const account = `---
kind: Model
name: Account
actions: [view, export]
---
kind: Portfolio
name: mine
on: Company
reach: all
`;
  const withAccount = (tree: Tree): Tree => ({
    ...tree,
    'policies/catalog.yaml': `${tree['policies/catalog.yaml']?.replace('Company: all } }', '"*": all } }')}${account}`,
    'policies/acme.yaml': tree['policies/acme.yaml']?.replace('Company: all', '"*": all') ?? '',
    'policies/writer.yaml':
      tree['policies/writer.yaml']?.replace('Company: [', 'Account: [view, export], Company: [') ?? '',
  });
  const renamed = (tree: Tree): Tree =>
    Object.fromEntries(
      Object.entries(tree).map(([file, text]) => [
        file,
        text
          .replaceAll('Company', 'Account')
          .replace('name: Account\n', 'name: Account\nrenamedFrom: Company\n')
          .replace('name: own\n', 'name: mine\nrenamedFrom: own\n')
          .replaceAll('[own]', '[mine]')
          .replace('owner: {', 'holder: { renamedFrom: owner, ')
          .replace('owner: {', 'holder: {'),
      ]),
    );

  test('is not taken for the name of what has it now', async () => {
    const [without, held] = [treeOf({ writer: '[view, update]' }), treeOf({ writer: '[view, export]' })];
    const one = made([
      { tree: withAccount(without) },
      { tree: without },
      { tree: held },
      { tree: renamed(held) },
    ]);
    const told = await tell(one, 'Account:export', '--role', 'writer');
    expect(told.history).toMatchObject([
      {
        kind: 'gained',
        commit: one.commits[2],
        permission: 'Company:export',
        portfolio: ['mine'],
        portfolioThen: ['own'],
      },
      { kind: 'appeared', commit: one.commits[0], permission: 'Company:export' },
    ]);
    expect((await tell(one, 'Account.holder:view', '--role', 'writer')).history).toMatchObject([
      { kind: 'gained', commit: one.commits[0], permission: 'Company.owner:view' },
    ]);
    const checked = await one.ask(['check', '--against', 'HEAD~1', '--quiet']);
    expect(checked).toEqual({ out: '', err: '', exit: 0 });
    expect(JSON.parse((await one.ask(['diff', 'HEAD~1', 'HEAD', '--format', 'json'])).out)).toMatchObject({
      // Nobody's rights change, but the portfolio compares another column of the records from now on.
      direction: 'wider',
      changes: [],
      people: [],
      renames: [{ kind: 'model' }, { kind: 'property' }, { kind: 'portfolio' }],
      alterations: expect.arrayContaining([
        expect.objectContaining({ field: 'properties.holder.renamedFrom', effect: 'loosens' }),
      ]),
    });
  });
});
