import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { small } from '../questions/small.ts';
import { ioInMemory } from '../support/io.ts';

type Texts = Readonly<Record<string, string>>;

interface Answered {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

/** The answers so far, by files and line: many tests ask the same of the same files. */
const answers = new Map<string, Promise<Answered>>();

function run(files: Texts, line: string): Promise<Answered> {
  const key = JSON.stringify([line, files]);
  const answer = answers.get(key) ?? answerAfresh(files, line);
  answers.set(key, answer);
  return answer;
}

async function answerAfresh(files: Texts, line: string): Promise<Answered> {
  const { out, err = '', exit } = await answerLine(line.split(' '), registry, ioInMemory(files).io);
  return { out: typeof out === 'string' ? out : [...out].join(''), err, exit };
}

/** Expects the answer of whole policies, with exit 1 and what is broken on stderr. */
async function expectAnswer(broken: Texts, line: string, leftOut: string) {
  const whole = await run(small, line);
  const { out, err, exit } = await run({ ...small, ...broken }, line);
  expect([out, exit]).toEqual([whole.out, 1]);
  expect(err).toBe(
    `${(await run({ ...small, ...broken }, 'check')).out}the answer does not depend on what is broken; left out: ${leftOut}\n`,
  );
}

/** Expects what `check` says in place of an answer. */
async function expectRefusal(broken: Texts, line: string) {
  const checked = await run({ ...small, ...broken }, 'check');
  expect(await run({ ...small, ...broken }, line)).toEqual({ out: '', err: checked.out, exit: 1 });
}

const csm = 'explain Company:view --tenant acme --role csm';
const ada = 'explain Company:view --tenant acme --user ada';

describe('a role that is broken', () => {
  const shape = { 'policies/x.yaml': 'kind: Role\nname: x\n' };
  const syntax = { 'policies/x.yaml': 'kind: Role\nname: x\ngrants: [\n' };
  const cap = {
    'policies/x.yaml':
      'kind: Role\nname: x\nuserType: View\nportfolio: [own]\ngrants: { models: { Company: [update] } }\n',
  };
  const lines = [csm, ada, 'matrix --role csm', 'matrix --user ada --tenant acme', `${csm} --format json`];

  test.for(lines)('is left out of `%s`', async (line) => {
    for (const broken of [shape, syntax, cap]) await expectAnswer(broken, line, 'Role `x`');
  });

  test.for([
    'explain Company:view --tenant acme --role x',
    'matrix',
    'matrix --tenant acme',
    'who Company:view',
    'assign ada --tenant acme',
    // Who holds no role is told of one that fits, of all there are.
    'explain Company:view --tenant acme --user dan',
  ])('is asked about by `%s`', async (line) => {
    for (const broken of [shape, syntax, cap]) await expectRefusal(broken, line);
  });

  test('of another tenant bears on no question about this one', async () => {
    const broken = { 'policies/x.yaml': 'kind: Role\nname: x\ntenant: globex\n' };
    for (const line of ['who Company:view --tenant acme', 'matrix --tenant acme', 'assign ada --tenant acme'])
      await expectAnswer(broken, line, 'Role `x` of tenant `globex`');
    await expectRefusal(broken, 'who Company:view');
    await expectRefusal(broken, 'who Company:view --tenant globex');
  });

  test('of a tenant that is not there may be of this one', async () => {
    const broken = { 'policies/x.yaml': 'kind: Role\nname: x\ntenant: acmee\n' };
    await expectAnswer(broken, csm, 'Role `x` of tenant `acmee`');
    await expectRefusal(broken, 'matrix --tenant acme');
  });

  test('takes along who includes it, who holds it and the other users of the tenant', async () => {
    const broken = {
      'policies/x.yaml': 'kind: Role\nname: x\n',
      'policies/y.yaml': 'kind: Role\nname: y\nuserType: View\nincludes: [x]\nportfolio: [own]\ngrants: {}\n',
      'policies/z.yaml': 'kind: Users\ntenant: acme\nusers: [{ id: zoe, userType: View, roles: [y] }]\n',
    };
    await expectAnswer(broken, csm, 'Role `x`, Role `y`, Users of tenant `acme`');
    await expectRefusal(broken, 'explain Company:view --tenant acme --role y');
    await expectRefusal(broken, ada);
  });

  test('with the name of another takes that along', async () => {
    await expectRefusal({ 'policies/x.yaml': 'kind: Role\nname: csm\ntenant: globex\n' }, csm);
    await expectRefusal({ 'policies/x.yaml': 'kind: Role\nname: csm\ngrants: [\n' }, csm);
  });

  test('without a name that is told plainly may be any', async () => {
    for (const text of [
      'kind: Role\n',
      'kind: Role\nname: [x\n',
      'kind: Role\nname: x\nname: y\n',
      '{ kind: Role, name: x\n',
      'kind: Role\nname: x\n--- { kind: Tenant,\n',
      'kind: Role\nname: x\n---\nkind: Model\nname: Y\na: [\n',
      'kind: Rloe\nname: x\n',
      '"kind": Role\nname: x\na: [\n',
      'kind: Role\nname: x\n{ tenant: acme\n',
    ])
      await expectRefusal({ 'policies/x.yaml': text }, csm);
  });
});

describe('what else is broken', () => {
  test('users, invariants and waivers bear on no role', async () => {
    for (const [text, leftOut] of [
      [
        'kind: Users\ntenant: acme\nusers: [{ id: zoe, userType: Nope, roles: [] }]\n',
        'Users of tenant `acme`',
      ],
      ['kind: Users\ntenant: nowhere\nusers: []\n', 'Users of tenant `acme`, Users of tenant `nowhere`'],
      ['kind: Invariant\nname: i\nmustNot: [Nope:view]\nbecause: b\n', 'Invariant `i`'],
      ['kind: Waiver\ninvariant: nope\nrole: csm\nbecause: b\nowner: o\nuntil: 2030-01-01\n', 'Waiver'],
    ] as const)
      await expectAnswer({ 'policies/x.yaml': text }, csm, leftOut);
    const users = { 'policies/x.yaml': 'kind: Users\ntenant: nowhere\nusers: []\n' };
    for (const line of [ada, 'who Company:view --tenant acme', 'assign ada --tenant acme'])
      await expectRefusal(users, line);
    await expectAnswer(
      { 'policies/x.yaml': 'kind: Invariant\nname: i\n' },
      'who Company:view',
      'Invariant `i`',
    );
  });

  test('a tenant bears on no other', async () => {
    const broken = { 'policies/x.yaml': 'kind: Tenant\nname: hooli\nceilng: {}\n' };
    await expectAnswer(broken, csm, 'Tenant `hooli`');
    await expectAnswer(broken, 'who Company:view --tenant acme', 'Tenant `hooli`');
    await expectRefusal(broken, 'who Company:view');
    await expectRefusal({ 'policies/x.yaml': 'kind: Properties\ntenant: acme\nmodel: Nope\n' }, csm);
    await expectRefusal({ 'policies/x.yaml': 'kind: Tenant\nname: acme\nceiling: {}\n' }, csm);
  });

  test('all that cells depend on bears on everything', async () => {
    for (const text of [
      'kind: Model\nname: Extra\n',
      'kind: UserType\nname: Extra\n',
      'kind: Seat\nname: Extra\n',
      'kind: Settings\nwhat: 1\n',
      'kind: Portfolio\nname: extra\non: Nope\nreach: all\n',
      'kind: Principal\n',
      'kind: Feature\nname: company\n',
    ])
      await expectRefusal({ 'policies/x.yaml': text }, csm);
  });
});

describe('whatever is broken', { tags: ['slow'] }, () => {
  /** Each document of the policies in a file of its own. */
  const apart = Object.fromEntries(
    Object.values(small)
      .flatMap((text) => text.split(/^---\n/m))
      .map((text, at) => [`policies/${at}.yaml`, text]),
  );
  const breaks: readonly ((text: string) => string)[] = [
    (text) => `${text}\nzzz: 1\n`,
    (text) => `${text}\nzzz: [\n`,
    (text) => text.replace(/^kind: (\w+)\n/, 'kind: $1\nkind: $1\n'),
    (text) => text.replace(/\b(view|Core|own)\b/, 'Nope'),
    (text) => text.split('\n').slice(0, 2).join('\n'),
  ];
  const lines = [
    'matrix --format json',
    'who Company:view',
    'matrix --tenant acme',
    'who Company:update --tenant globex',
    'assign bob --tenant acme',
    'explain Company:export --tenant acme --role csm',
    'explain Company:export --tenant globex --role manager',
    'explain Company:view --tenant acme --user ada',
    'explain Company:view --tenant acme --user dan',
    'matrix --role consultant',
  ];

  test.for(Object.keys(apart))('in %s, a question is answered as before or refused', async (file) => {
    const whole = await Promise.all(lines.map((line) => run(apart, line)));
    for (const change of breaks) {
      const broken = { ...apart, [file]: change(apart[file] ?? '') };
      if ((await run(broken, 'check')).exit === 0) continue;
      for (const [at, line] of lines.entries()) {
        const { out, exit } = await run(broken, line);
        if (out !== '' && !out.includes('"findings"')) expect([line, out]).toEqual([line, whole[at]?.out]);
        expect(exit).not.toBe(0);
      }
    }
  });
});
