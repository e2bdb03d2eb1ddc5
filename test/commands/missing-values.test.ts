import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { small } from '../questions/small.ts';
import { ioInMemory } from '../support/io.ts';

/** Policies in which every sort of name is there that a line may lack. */
const policies: Readonly<Record<string, string>> = {
  ...small,
  'policies/more.yaml': `kind: Role
name: base
abstract: true
grants: { models: { Task: [view] } }
---
{ kind: Model, name: Quote, family: standard, actions: [view] }
---
{ kind: Model, name: Offer, family: standard, actions: [view] }
---
kind: Generations
name: sales
generations:
  - { name: '2019', models: [Quote] }
  - { name: '2026', models: [Offer], from: { Quote: { model: Offer } } }
`,
};

const twelve = Array.from({ length: 12 }, (_, at) => `r${String(at).padStart(2, '0')}`);

async function say(line: string, files: Readonly<Record<string, string>> = policies): Promise<string> {
  const { err, exit } = await answerLine(line.split(' ').filter(Boolean), registry, ioInMemory(files).io);
  expect([line, exit]).toEqual([line, 2]);
  return String(err).trimEnd();
}

/** The end of a sentence that says which values there are. */
const choicesIn = (sentence: string): string => /; there (?:is|are) .*$/.exec(sentence)?.[0] ?? sentence;

describe('a value that is missing and one that is unknown are answered with the same choices', () => {
  const table: readonly (readonly [missing: string, unknown: string])[] = [
    ['explain Company:view', 'explain Company:view --tenant zzzzz --role csm'],
    ['explain Company:view --tenant acme', 'explain Company:view --tenant acme --role zzzzz'],
    ['explain Company:view --tenant globex', 'explain Company:view --tenant globex --role zzzzz'],
    ['explain Company:view --tenant=', 'explain Company:view --tenant zzzzz --role csm'],
    ['assign --tenant acme', 'assign zzzzz --tenant acme'],
    ['assign ada', 'assign ada --tenant zzzzz'],
    ['matrix --tenant', 'matrix --tenant zzzzz'],
    ['matrix --role', 'matrix --role zzzzz'],
    ['matrix --role --tenant globex', 'matrix --role zzzzz --tenant globex'],
    ['matrix --user', 'matrix --user zzzzz'],
    ['who Company:view --tenant', 'who Company:view --tenant zzzzz'],
    ['role new late', 'role new late --user-type zzzzz'],
    ['role new late --user-type', 'role new late --user-type zzzzz'],
    ['role new late --user-type Core --seats', 'role new late --user-type Core --seats zzzzz'],
    ['describe', 'describe zzzzz'],
    ['describe --as role', 'describe zzzzz --as role'],
    ['describe --as user --tenant acme', 'describe zzzzz --as user --tenant acme'],
    ['plan downgrade', 'plan downgrade --role zzzzz --user-type View'],
    ['plan downgrade --role csm', 'plan downgrade --role csm --user-type zzzzz'],
    ['plan move', 'plan move zzzzz --user-type View'],
    ['plan move ada', 'plan move ada --user-type zzzzz'],
    ['plan retire', 'plan retire zzzzz --to csm'],
    ['plan generation', 'plan generation zzzzz 2026 --tenant acme'],
    ['plan generation sales', 'plan generation sales zzzzz --tenant acme'],
    ['plan generation sales 2026', 'plan generation sales 2026 --tenant zzzzz'],
  ];
  test.for(table)('%s', async ([missing, unknown]) => {
    const sentence = await say(missing);
    expect(sentence).toMatch(/^plafond: .*(needs|name it).*; there (is|are) `/);
    expect(choicesIn(sentence)).toBe(choicesIn(await say(unknown)));
  });

  test('a long list is cut as it is elsewhere', async () => {
    const many = {
      ...policies,
      'policies/many.yaml': twelve
        .map(
          (name) =>
            `{ kind: Role, name: ${name}, userType: View, portfolio: [own], grants: { models: { Task: [view] } } }\n`,
        )
        .join('---\n'),
    };
    const sentence = await say('plan downgrade', many);
    expect(sentence).toContain('`r03`, `r04` and 8 more');
    expect(choicesIn(sentence)).toBe(
      choicesIn(await say('plan downgrade --role zzzzz --user-type View', many)),
    );
  });

  test('several tenants, of which one is to be named', async () => {
    expect(await say('matrix --format csv')).toBe(
      'plafond: a CSV file holds one tenant; name it with `--tenant`; there are `acme` and `globex`',
    );
    expect(await say('describe csm')).toBe(
      'plafond: role `csm` is in tenants `acme` and `globex`; name one with `--tenant`',
    );
  });
});

describe('where nothing can be chosen from, the help is named', () => {
  test.each([
    ['role new', '`plafond role new` needs `<name>`: the name of the role, as `account-manager`'],
    ['who', '`plafond who` needs `<permission>`'],
    ['explain Company:view --tenant zzzzz', '`plafond explain` needs either `--user` or `--role`'],
    ['assign --tenant globex', '`plafond assign` needs `<user>`: the id of a declared user'],
  ])('%s', async (line, says) => {
    const sentence = await say(line);
    expect(sentence).toContain(says);
    expect(sentence).toMatch(/; see `plafond [a-z ]+ --help`$/);
  });

  test('without policies', async () => {
    expect(await say('assign ada', {})).toBe(
      'plafond: `plafond assign` needs `--tenant`: the tenant; see `plafond assign --help`',
    );
  });

  test('but names also while the policies have errors', async () => {
    expect(await say('assign ada', { ...policies, 'policies/x.yaml': 'kind: [\n' })).toBe(
      'plafond: `plafond assign` needs `--tenant`: the tenant; there are `acme` and `globex`',
    );
  });
});
