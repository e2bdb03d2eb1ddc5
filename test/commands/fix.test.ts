import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { compile } from '../../compiler/compile.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { ioInMemory, textOf } from '../support/io.ts';
import { runs } from '../support/random.ts';

/** Everything beside the document of a case, in the form of today. */
const rest = `kind: Model
name: Company
actions: [create, view, update]
portfolio: self
properties:
  owner: { type: id }
  phase: { type: string }
  size: { type: integer }
---
kind: Model
name: Page
actions: [view]
---
kind: Principal
attributes: { id: { type: id }, team: { type: list } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
`;

/** Runs `check --fix` on a file beside the rest, and again. */
async function fix(text: string, line = 'check --fix') {
  const { io, disk } = ioInMemory({ 'policies/rest.yaml': rest, 'policies/x.yaml': text });
  const { out, err, exit } = await answerLine(line.split(' '), registry, io);
  const once = { ...disk };
  const again = await answerLine(line.split(' '), registry, io);
  expect(disk, 'a second run changes nothing').toEqual(once);
  expect(disk['policies/rest.yaml']).toBe(rest);
  return { out: textOf(out), err, exit, text: disk['policies/x.yaml'] ?? '', again: textOf(again.out) };
}

const role = (portfolio: string, grants = '{ models: { Company: [view] } }') =>
  `kind: Role # a role\nname: r\nuserType: Core\n${portfolio}\ngrants: ${grants}\n`;
const model = (body: string) => `kind: Model\nname: Task\nactions: [view] # only seen\n${body}\n`;
const withRelation = 'relations: { company: { model: Company } }';

/** Each form that the language had before, or that says without a doubt what it means, and its text after. */
const forms: readonly (readonly [what: string, before: string, after: string])[] = [
  [
    'a filter that stands alone, in braces',
    role('portfolio: { filter: { owner: { $user: id } } } # theirs'),
    role('portfolio: [{ filter: { owner: { $user: id } } }] # theirs'),
  ],
  [
    'a filter that stands alone, on lines',
    role(
      'portfolio:\n  # theirs\n  filter: # those\n    owner: { $user: id }\n\n    # and\n    phase:\n      - live',
    ),
    role(
      'portfolio:\n  # theirs\n  - filter: # those\n      owner: { $user: id }\n\n      # and\n      phase:\n        $in:\n        - live',
    ),
  ],
  [
    'a path without its relation',
    model('portfolio: { through: company } # theirs\nproperties: { name: { type: string } }'),
    model(
      `portfolio: { through: company } # theirs\n${withRelation}\nproperties: { name: { type: string } }`,
    ),
  ],
  [
    'a path without its relation, at the end of the file',
    `kind: Model\nname: Task\nactions: [view]\nportfolio:\n  through: company`,
    `kind: Model\nname: Task\nactions: [view]\nportfolio:\n  through: company\n${withRelation}`,
  ],
  [
    'a path without its relation, in braces',
    '{ kind: Model, name: Task, actions: [view], portfolio: { through: company }, properties: {} }\n',
    `{ kind: Model, name: Task, actions: [view], portfolio: { through: company }, ${withRelation}, properties: {} }\n`,
  ],
  [
    'a relation that is missing beside others, on lines',
    model('portfolio: { through: account }\nrelations:\n  page: { model: Page } # told in it\n'),
    model(
      'portfolio: { through: account }\nrelations:\n  page: { model: Page } # told in it\n  account: { model: Company }\n',
    ),
  ],
  [
    'a relation that is missing beside others, in braces',
    model('portfolio: { through: account }\nrelations: { page: { model: Page } }'),
    model(
      'portfolio: { through: account }\nrelations: { page: { model: Page }, account: { model: Company } }',
    ),
  ],
  [
    'paths over several models',
    `${model('portfolio: { through: company }')}---\nkind: Model\nname: Note\nactions: [view]\nportfolio: { through: task.company }\n`,
    `${model(`portfolio: { through: company }\n${withRelation}`)}---\nkind: Model\nname: Note\nactions: [view]\nportfolio: { through: task.company }\nrelations: { task: { model: Task } }\n`,
  ],
  [
    'a word where a list stands',
    role('portfolio: all', '{ models: { Company: { actions: view } } }'),
    role('portfolio: all', '{ models: { Company: { actions: [view] } } }'),
  ],
  [
    'a word for all in a list',
    role('portfolio: all', '{ models: { Company: [all], Page: { except: [all] } } }'),
    role('portfolio: all', '{ models: { Company: all } }'),
  ],
  [
    'a map of actions under the star',
    role('portfolio: all', '{ models: { "*": { actions: [view] } } }'),
    role('portfolio: all', '{ models: { "*": [view] } }'),
  ],
  [
    'rights of every property without their star',
    role('portfolio: all', '{ models: { Company: { actions: [view], properties: none } } }'),
    role('portfolio: all', '{ models: { Company: { actions: [view], properties: { "*": none } } } }'),
  ],
  [
    'a list of rights of every property, on lines',
    role(
      'portfolio: all',
      '\n  models:\n    Company:\n      actions: all\n      properties:\n        - view',
    ),
    role(
      'portfolio: all',
      '\n  models:\n    Company:\n      actions: all\n      properties:\n        "*":\n        - view',
    ),
  ],
  [
    'an exception in a list',
    role('portfolio: all', '{ models: { Company: [{ except: [update] }] } }'),
    role('portfolio: all', '{ models: { Company: { except: [update] } } }'),
  ],
  [
    'truths and numbers as text, and text as numbers',
    'kind: UserType\nname: Free\nrank: "2"\ndescription: 1.10\nallows: { models: { "*": all } }\n---\nkind: Role\nname: 7\nabstract: yes\ngrants: { models: {} }\n',
    'kind: UserType\nname: Free\nrank: 2\ndescription: "1.10"\nallows: { models: { "*": all } }\n---\nkind: Role\nname: "7"\nabstract: true\ngrants: { models: {} }\n',
  ],
  [
    'a list compared with a value, and a value of the user with a list',
    role('portfolio: [{ filter: { phase: [live, lost], owner: { $in: { $user: id } } } }]'),
    role('portfolio: [{ filter: { phase: { $in: [live, lost] }, owner: { $user: id } } }]'),
  ],
  [
    'other operators that take no list, or have no sign',
    role(
      'portfolio: [{ filter: { phase: { $ne: [live] }, owner: { $nin: { $user: id } }, size: { gt: 3 } } }]',
    ),
    role(
      'portfolio: [{ filter: { phase: { $nin: [live] }, owner: { $ne: { $user: id } }, size: { $gt: 3 } } }]',
    ),
  ],
  [
    'operands with too many quotes, or too few',
    role('portfolio: [{ filter: { phase: 1.0, size: "3" } }]'),
    role('portfolio: [{ filter: { phase: "1.0", size: 3 } }]'),
  ],
  [
    'an entry for a model',
    role('portfolio: { Company: [{ filter: { phase: live } }] }'),
    role('portfolio: { "Company:*": [{ filter: { phase: live } }] }'),
  ],
  [
    'a name that a list has twice',
    role('portfolio: all', '{ models: { Company: [view, update, view] } }'),
    role('portfolio: all', '{ models: { Company: [view, update] } }'),
  ],
  [
    'what an abstract role has no use for',
    'kind: Role\nname: r\nabstract: true\n# as before\nuserType: Core\nportfolio: all\ngrants: { models: {} }\n',
    'kind: Role\nname: r\nabstract: true\n# as before\ngrants: { models: {} }\n',
  ],
];

describe('check --fix', () => {
  test.for(forms)('rewrites %s', async ([, before, after]) => {
    const { text, out, again } = await fix(before);
    expect(text).toBe(after);
    expect(out).toMatch(/^fixed\[[a-z-]+\] policies\/x\.yaml:\d+:\d+: /);
    expect(out).toMatch(/\n\n(.|\n)*\b0 errors/);
    expect(again).toMatch(/^nothing to fix\n/);
  });

  test.for(forms)('keeps line ends and a byte order mark in %s', async ([, before, after]) => {
    const onWindows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    expect((await fix(onWindows(before))).text).toBe(onWindows(after));
  });

  test('offers the same edits as data', async () => {
    for (const [, before] of forms) {
      const { io } = ioInMemory({ 'policies/rest.yaml': rest, 'policies/x.yaml': before });
      const { out } = await answerLine(['check', '--format', 'json'], registry, io);
      const { findings } = JSON.parse(textOf(out)) as { findings: { help?: string; fix?: object[] }[] };
      expect(findings.some(({ help, fix: edits }) => help !== undefined && (edits?.length ?? 0) > 0)).toBe(
        true,
      );
    }
  });

  test('says in JSON what it did, and on stderr beside annotations', async () => {
    const before = role('portfolio: { filter: { phase: live } }');
    const { out, exit } = await fix(before, 'check --fix --format json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      errors: 0,
      fixed: [{ code: 'filter-outside-list', path: 'policies/x.yaml', line: 4, column: 14 }],
    });
    const github = await fix(before, 'check --fix --format github');
    expect(github.err).toMatch(/^fixed\[filter-outside-list\] policies\/x\.yaml:4:14: write/);
    expect(await fix(role('portfolio: all'), 'check --fix --format json')).toMatchObject({ exit: 0 });
  });

  test('leaves what could mean several things, and says so as check does', async () => {
    const unsure: readonly string[] = [
      // The relation could lead to a model of another name.
      model('portfolio: { through: project.company }'),
      // A relation may not be named like a property.
      model('portfolio: { through: company }\nproperties: { company: { type: id } }'),
      role('portfolio: { filter: { phase: live }, "*:view": all }'),
      // Whatever the anchor is for would change as well.
      role('portfolio: &mine { filter: { phase: live } }'),
      role('portfolio: all', '{ models: { Company: { actions: [veiw] } } }'),
      role('portfolio: all', '{ models: { Company: [all, view] } }'),
      // The comment would be lost.
      role('portfolio: all', '{ models: { Company: [\n  # every one\n  all ] } }'),
    ];
    for (const before of unsure) {
      const { text, out, exit } = await fix(before);
      expect(text).toBe(before);
      expect(out).toMatch(/^nothing to fix\n\nerror\[/);
      expect(exit).toBe(1);
    }
  });

  test('puts a filter on the only model that has what it compares', async () => {
    const other =
      'kind: Model\nname: Project\nactions: [view]\nportfolio: self\nproperties: { lead: { type: id } }\n---\n';
    const of = (portfolio: string) => other + role(portfolio);
    const { text } = await fix(of('portfolio: { filter: { phase: live } }'));
    expect(text).toBe(of('portfolio: [{ filter: { phase: live }, on: Company }]'));
    const unsure = await fix(
      of('portfolio: { filter: { phase: live } }').replace('lead: { type: id }', 'phase: { type: string }'),
    );
    expect(unsure.out).toContain('error[filter-on-unknown-model]');
  });

  test('writes nothing if a file is no longer what was read', async () => {
    const before = role('portfolio: { filter: { phase: live } }');
    const { io, disk } = ioInMemory({ 'policies/rest.yaml': rest, 'policies/x.yaml': before });
    let reads = 0;
    const meddling = {
      ...io,
      files(folder: string) {
        if (++reads === 2) disk['policies/x.yaml'] = `${before}# mine\n`;
        return io.files(folder);
      },
    };
    const { exit, err } = await answerLine(['check', '--fix'], registry, meddling);
    expect(exit).toBe(2);
    expect(err).toContain('policies/x.yaml');
    expect(disk['policies/x.yaml']).toBe(`${before}# mine\n`);
  });
});

const noise = fc.constantFrom('', ' # a comment', '  # filter: { owner: x }');
const condition = fc.constantFrom(
  ['{ owner: { $user: id } }', 'owner: { $user: id }'],
  ['{ phase: { $in: [a, "b,}"] }, owner: x }', 'phase: { $in: [a, "b,}"] }\nowner: x'],
  [
    '{ $or: [{ phase: live }, { size: { $gte: 3 } }] }',
    '$or:\n  - phase: live\n  - size:\n      $gte: 3 # more',
  ],
  ['{ phase: "a\\n b" }', 'phase: |-\n  a\n   b'],
);

/** A role and two models in the form of before and in that of today, on other lines and with other comments. */
const oldFiles = fc
  .record({
    condition,
    isBlock: fc.boolean(),
    isWindows: fc.boolean(),
    indent: fc.constantFrom('  ', '    '),
    comments: fc.array(noise, { minLength: 4, maxLength: 4 }),
    step: fc.constantFrom('company', 'account', 'Company'),
    steps: fc.constantFrom('task', 'Task'),
    layout: fc.constantFrom('flow', 'block', 'document'),
    isRelated: fc.boolean(),
  })
  .map(
    ({ condition: [flow, block], isBlock, isWindows, indent, comments, step, steps, layout, isRelated }) => {
      const [c0, c1, c2, c3] = comments;
      const lines = (text: string, by: string) => text.replaceAll(/^/gm, by);
      const portfolio = isBlock
        ? `portfolio:${c0}\n${indent}filter:${c1}\n${lines(block ?? '', indent + indent)}`
        : `portfolio: { filter: ${flow} }${c0}`;
      const path = (through: string) =>
        layout === 'block'
          ? `portfolio:${c2}\n${indent}through: ${through}${c3}`
          : `portfolio: { through: ${through} }${c2}`;
      const related = isRelated ? `relations:\n${indent}page: { model: Page }${c3}\n` : '';
      const task =
        layout === 'document'
          ? `{ kind: Model, name: Task, actions: [view], portfolio: { through: ${step} } }${c2}`
          : `kind: Model\nname: Task\n${related}${path(step)}\nactions: [view]`;
      const note = `kind: Model\nname: Note\nactions: [view]\n${path(`${steps}.${step}`)}`;
      const old = `${role(portfolio, '{ models: { "*": [view] } }')}---\n${task}\n---\n${note}\n`;
      const today = `${role(`portfolio: [{ filter: ${flow} }]`, '{ models: { "*": [view] } }')}---
kind: Model
name: Task
actions: [view]
portfolio: { through: ${step} }
relations: { ${isRelated && layout !== 'document' ? 'page: { model: Page }, ' : ''}${step}: { model: Company } }
---
kind: Model
name: Note
actions: [view]
portfolio: { through: ${steps}.${step} }
relations: { ${steps}: { model: Task } }
`;
      return { old: isWindows ? old.replaceAll('\n', '\r\n') : old, today };
    },
  );

/** Returns the decisions of a policy: its rules and matrices, which name no line. */
function decisionsOf(text: string): Readonly<Record<string, string>> {
  const files = filesInMemory({ 'policies/rest.yaml': rest, 'policies/x.yaml': text });
  const { compiled, diagnostics } = compile(files, 'policies');
  expect(diagnostics).toEqual([]);
  if (!compiled) throw new Error('does not compile');
  return Object.fromEntries(
    [...emitArtifacts(compiled, { version: '1.0.0', folder: 'policies' })]
      .filter(({ path }) => /^(rules|matrices)\//.test(path))
      .map(({ path, content }) => [path, content]),
  );
}

test('random files of the form before mean after check --fix what they meant', {
  tags: ['slow'],
}, async () => {
  await fc.assert(
    fc.asyncProperty(oldFiles, async ({ old, today }) => {
      const { text, exit } = await fix(old);
      expect(exit).toBe(0);
      const decided = decisionsOf(today);
      expect(Object.keys(decided).length).toBeGreaterThan(1);
      expect(decisionsOf(text)).toEqual(decided);
      // Every line of before is there still, further in at most.
      const kept = text.split('\n').map((one) => one.replace(/^[\s-]+/, ''));
      for (const comment of old.match(/# .*/g) ?? [])
        expect(kept.some((one) => one.includes(comment.trim()))).toBe(true);
    }),
    runs(60),
  );
});

describe('an entry that changes nothing is taken away', () => {
  const userType = (models: string) =>
    `kind: UserType\nname: Full\nrank: 2\naudience: app\nallows:\n  models:\n    "*": all\n${models}`;
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      'one that repeats the star',
      userType('    Company: all # same\n    Page: none\n'),
      userType('    Page: none\n'),
    ],
    [
      'one that repeats what is so where nothing is said, and the map that would be empty without it',
      userType(
        '    Company:\n      actions: [view]\n      properties:\n        size: all\n\n        # of the phase\n        phase: all\n',
      ),
      userType('    Company:\n      actions: [view]\n'),
    ],
    [
      'a model of which nothing is left, and nothing around it that says more',
      userType('    Company:\n      actions: all\n      properties: { size: all }\n'),
      userType(''),
    ],
  ];
  test.each(cases)('%s', async (_, before, after) => {
    const { text, again } = await fix(before);
    expect(text).toBe(after);
    expect(again).not.toContain('redundant-entry');
  });

  test('and SARIF has the edit', async () => {
    const { io } = ioInMemory({
      'policies/rest.yaml': rest,
      'policies/x.yaml': userType('    Company: all\n'),
    });
    const { out } = await answerLine(['check', '--format', 'sarif'], registry, io);
    const { runs: logs } = JSON.parse(textOf(out));
    const [found] = logs[0].results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'redundant-entry');
    expect(found.fixes).toEqual([
      {
        description: { text: 'take it away' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'policies/x.yaml' },
            replacements: [{ deletedRegion: { startLine: 8, startColumn: 1, endLine: 9, endColumn: 1 } }],
          },
        ],
      },
    ]);
  });
});
