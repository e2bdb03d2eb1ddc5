import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { has } from '../../compiler/model/bits.ts';
import type { ChangedDocument } from '../../compiler/model/change.ts';
import { neutralPrefill } from '../../compiler/model/runbook.ts';
import { judgeGenerations } from '../../compiler/questions/diff/judge-generations.ts';
import type { View } from '../../compiler/questions/diff/open-view.ts';
import { planRunbook } from '../../compiler/questions/runbook/plan-runbook.ts';
import { ioInMemory, textOf } from '../support/io.ts';
import { matrixIn } from './edited.ts';

const catalog = `kind: Model
name: License
actions: [create, view, update]
---
kind: Model
name: Deal
actions: [create, view, update]
---
kind: Model
name: Product
actions: [view]
---
kind: Generations
name: revenue
generations:
  - { name: "2025", models: [License, Product] }
  - { name: "2026", models: [Deal, Product], from: { License: Deal } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Role
name: csm
userType: Core
grants: { models: { "*": all } }
`;

const tenant = (generations: string) =>
  `kind: Tenant\nname: acme\n${generations}ceiling: { models: { "*": all } }\n`;

const choices = {
  none: '',
  first: 'generations: { revenue: "2025" }\n',
  second: 'generations: { revenue: "2026" }\n',
  both: 'generations: { revenue: { names: ["2025", "2026"], because: Until June. } }\n',
} as const;
type Choice = keyof typeof choices;

async function ask(words: readonly string[], files: Readonly<Record<string, string>>) {
  const { io } = ioInMemory(files);
  const { out, err = '', exit } = await answerLine([...words], registry, io);
  return { out: textOf(out), err, exit };
}

const policies = (choice: Choice, folder = 'policies') => ({
  [`${folder}/catalog.yaml`]: catalog,
  [`${folder}/tenant.yaml`]: tenant(choices[choice]),
});

const explain = async (permission: string, choice: Choice) =>
  JSON.parse(
    (
      await ask(
        ['explain', permission, '--tenant', 'acme', '--role', 'csm', '--format', 'json'],
        policies(choice),
      )
    ).out,
  );

describe('of two generations', () => {
  test.each<[Choice, readonly string[]]>([
    ['none', ['License', 'Product']],
    ['first', ['License', 'Product']],
    ['second', ['Deal', 'Product']],
    ['both', ['Deal', 'License', 'Product']],
  ])('a tenant that chooses %s has the models %s', async (choice, models) => {
    const { out } = await ask(['matrix', '--format', 'json'], policies(choice));
    const { rows } = JSON.parse(out);
    const held = new Set(rows[0].granted.map((one: string) => one.split(':')[0]));
    expect([...held].sort()).toEqual(models);
  });

  test('the tenant refuses what it does not have, with the place of its choice', async () => {
    const answer = await explain('License:view', 'second');
    expect(answer.decidedBy).toBe('tenant');
    expect(answer.trail[2]).toEqual({
      layer: 'tenant',
      holds: false,
      at: { path: 'policies/tenant.yaml', line: 3, column: 25 },
      because: 'tenant `acme`, which has `2026` of `revenue`, does not hold it',
    });
    const silent = await explain('Deal:view', 'none');
    expect(silent.trail[2].at).toEqual({ path: 'policies/tenant.yaml', line: 2, column: 7 });
  });

  test('the advice is the other generation, and it holds', async () => {
    const { unlock } = await explain('License:view', 'second');
    expect(unlock).toEqual([
      {
        layer: 'tenant',
        at: { path: 'policies/tenant.yaml', line: 3, column: 25 },
        edit: 'ask the vendor to move tenant `acme` to `2025` of `revenue`, which closes what it stands in for: under `generations`, write `revenue: "2025"`',
      },
    ]);
    expect((await explain('License:view', 'first')).effective).toBe(true);
    const [first] = (await explain('Deal:view', 'none')).unlock;
    expect(first.edit).toContain('write `revenue: "2026"`');
  });

  test.each<[Choice, string]>([
    ['none', 'License'],
    ['second', 'Deal'],
  ])('the advice keeps what is needed and effective already: %s, %s', async (choice, effective) => {
    const files = {
      ...policies(choice),
      'policies/history.yaml': 'kind: Capability\nname: History\nrequires: [License:view, Deal:view]\n',
    };
    const words = ['explain', 'History:use', '--tenant', 'acme', '--role', 'csm', '--format', 'json'];
    const { unlock } = JSON.parse((await ask(words, files)).out);
    expect(unlock.map(({ edit }: { edit: string }) => edit)).toEqual([
      `for \`${effective === 'Deal' ? 'License' : 'Deal'}:view\`, which it requires: ask the vendor to let tenant \`acme\` have \`2025\` and \`2026\` of \`revenue\` at once: under \`generations\`, write \`revenue: { names: ["2025", "2026"], because: While it moves. }\``,
    ]);
    const both = { ...files, ...policies('both') };
    expect(JSON.parse((await ask(words, both)).out).effective).toBe(true);
  });

  test('what a role of the tenant names of another one is a warning', async () => {
    const { out } = await ask(['check'], {
      ...policies('second'),
      'policies/role.yaml':
        'kind: Role\nname: sales\ntenant: acme\nuserType: Core\ngrants: { models: { License: [view], Deal: [view] } }\n',
    });
    expect(out).toContain(
      'warning[above-ceiling]: role `sales` names `License:view`, which tenant `acme`, which has `2026` of `revenue`, does not hold',
    );
    expect(out).toContain(
      'help: take `License:view` from the role, or let the tenant have `2025` of `revenue`',
    );
    expect(out).not.toContain('`Deal:view`');
  });
});

describe('a tenant that changes its generation', () => {
  const compare = async (base: Choice, head: Choice, change = (text: string) => text) => {
    const after = policies(head, 'b');
    const { out } = await ask(['diff', '--base-dir', 'a', '--head-dir', 'b', '--format', 'json'], {
      ...policies(base, 'a'),
      ...after,
      'b/catalog.yaml': change(catalog),
    });
    return JSON.parse(out);
  };

  test('gains and loses by the line that says so', async () => {
    const { changes, direction } = await compare('first', 'second');
    expect(direction).toBe('both');
    const told = changes.map((one: { kind: string; permission: string }) => `${one.kind} ${one.permission}`);
    expect(told.sort()).toEqual([
      'gained Deal:create',
      'gained Deal:update',
      'gained Deal:view',
      'lost License:create',
      'lost License:update',
      'lost License:view',
    ]);
    for (const { because } of changes) expect(because).toMatchObject({ layer: 'tenant', at: { line: 3 } });
    const places = changes.map((one: { because: { at: { path: string } } }) => one.because.at.path);
    expect([...new Set(places)].sort()).toEqual(['a/tenant.yaml', 'b/tenant.yaml']);
  });

  test('that is written only where the first was meant anyway changes nothing', async () => {
    const { changes, direction } = await compare('none', 'first');
    expect([changes, direction]).toEqual([[], 'none']);
  });

  test('gains where the catalog moves a model into its generation', async () => {
    const moved = (text: string) =>
      text.replace('models: [License, Product] }', 'models: [License, Product, Deal] }');
    const { changes } = await compare('first', 'first', moved);
    expect(changes.map((one: { permission: string }) => one.permission)).toEqual([
      'Deal:create',
      'Deal:update',
      'Deal:view',
    ]);
    expect(changes[0].because.at.path).toBe('b/catalog.yaml');
  });

  test('asks for it as one thing, before the steps', () => {
    const pair = { base: matrixIn(policies('none')), head: matrixIn(policies('both')) };
    const [acme] = planRunbook(pair, pair.head.policy.tenants, neutralPrefill);
    expect(acme?.bounds).toEqual([
      {
        kind: 'set-generation',
        document: 'Tenant',
        isFirst: true,
        isRequest: false,
        name: 'revenue',
        permissions: [],
        before: '2025',
        after: '2025 and 2026',
        because: 'Until June.',
      },
    ]);
  });

  test('asks for what stays off of the new models together with them, and for nothing that is closed', () => {
    const files = (generations: string, ceiling: string) => ({
      'policies/catalog.yaml': catalog,
      'policies/tenant.yaml': `kind: Tenant\nname: acme\n${generations}ceiling: { models: ${ceiling} }\n`,
    });
    const boundsOf = (before: Record<string, string>, after: Record<string, string>) => {
      const pair = { base: matrixIn(before), head: matrixIn(after) };
      const planned = planRunbook(pair, pair.head.policy.tenants, neutralPrefill);
      return planned.flatMap(({ bounds }) =>
        bounds.map(({ kind, isFirst, permissions }) => [kind, isFirst, permissions]),
      );
    };
    const open = '{ "*": all }';
    expect(
      boundsOf(files(choices.first, open), files(choices.second, '{ "*": all, Deal: { except: [update] } }')),
    ).toEqual([
      ['lower-ceiling', true, ['Deal:update']],
      ['set-generation', true, []],
    ]);
    expect(boundsOf(files(choices.first, '{ "*": all, Deal: none }'), files(choices.first, open))).toEqual(
      [],
    );
  });

  test.each<[Choice, Choice, string]>([
    ['none', 'second', 'loosens'],
    ['both', 'second', 'tightens'],
    ['first', 'both', 'loosens'],
    ['none', 'first', 'neutral'],
  ])('from %s to %s is a statement that %s', (base, head, effect) => {
    const [before, after] = [matrixIn(policies(base)), matrixIn(policies(head))];
    const document = { kind: 'Tenant', name: 'acme' } as ChangedDocument;
    const views = { base: { matrix: before } as View, head: { matrix: after } as View };
    expect(judgeGenerations(undefined, { document, views })).toBe(effect);
  });
});

describe('an import of a tenant', () => {
  const importOf = async (rows: readonly string[]) => {
    const { io, disk } = ioInMemory({
      'policies/catalog.yaml': catalog,
      'export/tenant.csv': ['permission,on', ...rows, ''].join('\n'),
    });
    const line = ['import', '--from', 'export', '--policies', 'policies', '--tenant', 'acme'];
    const { exit } = await answerLine(line, registry, io);
    return { exit, written: disk['policies/tenants/acme/tenant.yaml'] ?? '' };
  };

  test.each([
    ['of the first generation says nothing of it', ['License:view,on'], undefined],
    ['of the second says so', ['Deal:view,on', 'Product:view,on'], 'generations: { revenue: "2026" }'],
    [
      'that has models of both switched on says so with the reason',
      ['License:view,on', 'Deal:view,on'],
      'generations: { revenue: { names: ["2025", "2026"], because: The product has models of each switched on. } }',
    ],
  ])('%s', async (_, rows, expected) => {
    const { exit, written } = await importOf(rows);
    expect(exit).toBe(0);
    expect(written.split('\n').find((text) => text.startsWith('generations'))).toBe(expected);
    const { rows: made } = matrixIn({ 'policies/catalog.yaml': catalog, 'policies/tenant.yaml': written });
    const [row] = made;
    const held = row?.tenant.catalog.cells.filter(({ index }) => has(row.effective, index));
    expect(held?.map(({ permission }) => `${permission},on`).sort()).toEqual([...rows].sort());
  });
});
