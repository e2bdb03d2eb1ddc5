import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, diff } from '../../compiler/library.ts';
import { spanOf } from '../../compiler/model/document.ts';
import type { NameChange } from '../../compiler/questions/renames/find-name-changes.ts';
import { renameInDocuments } from '../../compiler/questions/renames/rename-in-documents.ts';
import { applyEdits } from '../../compiler/text/apply-edits.ts';
import { matrixIn } from './edited.ts';

/** The real policies, by path. */
const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync('policies', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ya?ml|csv)$/.test(file))
    .map((file) => [`policies/${file}`, readFileSync(path.join('policies', file), 'utf8')]),
);
const { policy } = matrixIn(files);

/** The files with something renamed wherever it is named, and marked so if wanted. */
function renamed(change: Omit<NameChange, 'at'>, isMarked: boolean): Readonly<Record<string, string>> {
  const { kind, to, from, model } = change;
  const at = policy.portfolios[0]?.at ?? expect.fail('no portfolio');
  const after = {
    ...files,
    ...Object.fromEntries(
      renameInDocuments(policy, [{ ...change, at }]).map(({ path: file, text }) => [file, text]),
    ),
  };
  if (!isMarked) return after;
  const there = matrixIn(after).policy;
  const declared =
    kind === 'portfolio'
      ? there.portfolios.find(({ name }) => name === to)
      : kind === 'model'
        ? there.catalog.modelOf.get(to)
        : there.catalog.modelOf.get(model ?? '')?.propertyOf.get(to);
  const { source, start, end } = spanOf(declared?.at ?? expect.fail(`no ${kind} ${to}`));
  const text =
    kind === 'property'
      ? applyEdits(source.text, [
          {
            start: source.text.indexOf('{', end) + 1,
            end: source.text.indexOf('{', end) + 1,
            text: ` renamedFrom: ${from},`,
          },
        ])
      : applyEdits(source.text, [{ start: end, end, text: `\nrenamedFrom: ${from}` }]);
  expect(start).toBeLessThan(end);
  return { ...after, [source.path]: text };
}

const between = (head: Readonly<Record<string, string>>) =>
  diff(compile(files, { folder: 'policies' }), compile(head, { folder: 'policies' }));

const changes: readonly Omit<NameChange, 'at'>[] = [
  ...policy.portfolios.map(({ name }) => ({ kind: 'portfolio' as const, from: name, to: `other-${name}` })),
  ...policy.catalog.models
    .filter((_, number) => number % 9 === 0)
    .map(({ name }) => ({ kind: 'model' as const, from: name, to: `Other${name}` })),
  { kind: 'model', from: 'Company', to: 'OtherCompany' },
  { kind: 'property', from: 'arr', to: 'yearly', model: 'Company' },
];

describe('a rename changes no one’s rights and no direction', { tags: ['slow'] }, () => {
  test.each(changes)('$kind $from', (change) => {
    const told = between(renamed(change, true));
    expect(told).toMatchObject({ direction: 'none', verdict: 'no-effect', changes: [], people: [] });
    expect(told.renames).toMatchObject([{ kind: change.kind, from: change.from, to: change.to }]);
    expect(told).toMatchObject({ suggestedRenames: [], faults: [], invariants: [], waivers: [] });
  });

  test.each(changes)('$kind $from is suggested where nothing says it', (change) => {
    const told = between(renamed(change, false));
    expect(told.suggestedRenames).toMatchObject([
      { kind: change.kind, from: change.from, to: change.to, write: `renamedFrom: ${change.from}` },
    ]);
  });
});

const catalog = `kind: Principal
attributes: { id: { type: id } }
---
kind: Model
name: Company
actions: [view, update, export]
portfolio: self
properties: { owner: { type: id }, name: { type: string } }
---
kind: Portfolio
name: own
on: Company
reach: { owner: { $user: id } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
`;
const tenantNamed = (name: string) =>
  `---\nkind: Tenant\nname: ${name}\nplan: Enterprise\nceiling: { models: { "*": all } }\n---\nkind: Users\ntenant: ${name}\nusers: [{ id: u, userType: Core, roles: [ROLE] }]\n`;
const world = (...roles: readonly string[]) =>
  catalog +
  tenantNamed('acme') +
  tenantNamed('globex') +
  roles.map((one) => `---\nkind: Role\n${one}\n`).join('');
const body = (actions: string) =>
  `userType: Core\nportfolio: [own]\ngrants: { models: { Company: ${actions} } }`;
const tell = (base: string, head: string) =>
  diff(
    ...([base, head].map((text) => compile({ 'policies/all.yaml': text }, { folder: 'policies' })) as [
      ReturnType<typeof compile>,
      ReturnType<typeof compile>,
    ]),
  );

describe('what else a rename does', () => {
  const shared = world(`name: csm\n${body('[view, export]')}`).replaceAll('ROLE', 'csm');

  test('is told beside it, and alone', () => {
    const head = shared
      .replaceAll('Company', 'Account')
      .replace('name: Account\n', 'name: Account\nrenamedFrom: Company\n')
      .replace('[view, export]', '[view, update, export]');
    expect(tell(shared, head)).toMatchObject({
      direction: 'wider',
      renames: [{ kind: 'model', from: 'Company', to: 'Account' }],
      changes: [
        { kind: 'gained', tenant: 'acme', permission: 'Account.name:update' },
        { kind: 'gained', tenant: 'acme', permission: 'Account.owner:update' },
        { kind: 'gained', tenant: 'acme', permission: 'Account:update' },
        { tenant: 'globex' },
        { tenant: 'globex' },
        { tenant: 'globex' },
      ],
    });
  });

  test('makes conditions read another column, which is told as loosened', () => {
    const head = shared
      .replace('owner: { type: id }', 'creator: { type: id, renamedFrom: owner }')
      .replace('owner: { $user', 'creator: { $user');
    expect(tell(shared, head)).toMatchObject({
      direction: 'wider',
      verdict: 'wider',
      changes: [],
      renames: [{ kind: 'property', from: 'owner', to: 'creator', model: 'Company' }],
      alterations: [{ field: 'properties.creator.renamedFrom', effect: 'loosens' }],
    });
  });

  test('is followed to nothing where two things had one name', () => {
    const head = `${shared.replaceAll('own', 'mine').replace('name: mine', 'name: mine\nrenamedFrom: own')}---\nkind: Portfolio\nname: also\nrenamedFrom: own\non: Company\nreach: all\n`;
    expect(tell(shared, head)).toMatchObject({ renames: [] });
  });

  test.each([
    ['a tenant’s own one', 'csm', 'name: csm', 'acme-csm', 'name: acme-csm\ntenant: acme'],
    ['one that all share', 'acme-csm', 'name: acme-csm\ntenant: acme', 'csm', 'name: csm'],
  ])('follows a role that becomes %s', (_, from, was, to, is) => {
    const of = (head: string, held: string, more = '') =>
      world(`${head}\n${more}${body('[view, export]')}`, `name: other\n${body('[view]')}`)
        .replace('ROLE', held)
        .replace('ROLE', 'other');
    const told = tell(of(was, from), of(is, to, `renamedFrom: ${from}\n`));
    expect(told.renames).toMatchObject([{ kind: 'role', from, to, tenant: 'acme' }]);
    const ofAcme = (told.changes as readonly { tenant: string }[]).filter(({ tenant }) => tenant === 'acme');
    expect([ofAcme, told.people, told.reassigned]).toEqual([[], [], []]);
    expect(told.faults).toEqual([]);
  });
});
