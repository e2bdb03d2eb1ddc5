import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { small } from '../questions/small.ts';
import { ioInMemory, textOf } from '../support/io.ts';

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
  return { out: textOf(out), err, exit };
}

/** Expects the answer of whole policies, with exit 1 and what is broken on stderr. */
async function expectAnswer(broken: Texts, line: string, leftOut: string) {
  await expectPart(broken, line, `the answer does not depend on what is broken; left out: ${leftOut}\n`);
}

/** Expects the list that the policies without what is broken give, and a word that it is not all. */
async function expectList(broken: Texts, line: string, leftOut: string, rest: Texts = small) {
  await expectPart(broken, line, `this list tells only of what is whole; left out: ${leftOut}\n`, rest);
}

async function expectPart(broken: Texts, line: string, words: string, rest: Texts = small) {
  const { out, err, exit } = await run({ ...small, ...broken }, line);
  expect([line, out, exit]).toEqual([line, (await run(rest, line)).out, 1]);
  expect(out).not.toBe('');
  expect(err).toBe(`${(await run({ ...small, ...broken }, 'check')).out}${words}`);
}

/** Expects what `check` says in place of an answer. */
async function expectRefusal(broken: Texts, line: string) {
  const checked = await run({ ...small, ...broken }, 'check');
  expect(await run({ ...small, ...broken }, line)).toEqual({ out: '', err: checked.out, exit: 1 });
}

const smallRoles = small['policies/roles.yaml'] ?? '';

const csm = 'explain Company:view --tenant acme --role csm';
const ada = 'explain Company:view --tenant acme --user ada';

describe('a role that is broken', () => {
  const whole =
    'kind: Role\nname: x\nuserType: View\nportfolio: [own]\ngrants: { models: { Company: [view] } }\n';
  const shape = { 'policies/x.yaml': 'kind: Role\nname: x\n' };
  const syntax = { 'policies/x.yaml': 'kind: Role\nname: x\ngrants: [\n' };
  const field = { 'policies/x.yaml': whole.replace('grants', 'grnts') };
  const kind = { 'policies/x.yaml': whole.replace('Role', 'Rol') };
  const noKind = { 'policies/x.yaml': whole.replace('kind: Role\n', '') };
  const cap = { 'policies/x.yaml': whole.replace('[view]', '[update]') };
  const syntaxOfKind = { 'policies/x.yaml': `${whole.replace('Role', 'Rol')}seats: [\n` };
  const all = [shape, syntax, field, kind, noKind, cap, syntaxOfKind];

  test.for([
    csm,
    ada,
    'matrix --role csm --tenant acme',
    'matrix --user ada --tenant acme',
    `${csm} --format json`,
    `${ada} --format json`,
  ])('is left out of `%s`', async (line) => {
    for (const broken of all) await expectAnswer(broken, line, 'Role `x`');
  });

  test.for([
    'matrix',
    'matrix --tenant acme',
    'matrix --tenant acme --format json',
    'who Company:view --tenant acme',
    'who *:update --tenant acme --users',
    'who Company:view --format json',
    'assign ada --tenant acme',
    'assign ada --tenant acme --format json',
  ])('is not in the list of `%s`', async (line) => {
    for (const broken of all) await expectList(broken, line, 'Role `x`');
  });

  test.for([
    'explain Company:view --tenant acme --role x',
    'matrix --role x',
    'matrix --tenant acme --role x',
    // Who holds no role is told of one that fits, of all there are.
    'explain Company:view --tenant acme --user dan',
    // These say something of a person or a role that nobody wants to hear in part.
    'describe ada --tenant acme',
  ])('is asked about by `%s`', async (line) => {
    for (const broken of all) await expectRefusal(broken, line);
  });

  test('of another tenant bears on no question about this one', async () => {
    const broken = { 'policies/x.yaml': 'kind: Role\nname: x\ntenant: globex\n' };
    const leftOut = 'Role `x` of tenant `globex`';
    for (const line of ['who Company:view --tenant acme', 'matrix --tenant acme', 'assign ada --tenant acme'])
      await expectAnswer(broken, line, leftOut);
    await expectList(broken, 'who Company:view --format json', leftOut);
    await expectList(broken, 'who Company:view --tenant globex --format json', leftOut);
  });

  test('of a tenant that is not there may be of this one', async () => {
    const broken = { 'policies/x.yaml': 'kind: Role\nname: x\ntenant: acmee\n' };
    await expectAnswer(broken, csm, 'Role `x` of tenant `acmee`');
    await expectList(broken, 'matrix --tenant acme', 'Role `x` of tenant `acmee`');
  });

  test('takes along who includes it, and is taken from who holds it', async () => {
    const broken = {
      'policies/x.yaml': 'kind: Role\nname: x\n',
      'policies/y.yaml': 'kind: Role\nname: y\nuserType: View\nincludes: [x]\nportfolio: [own]\ngrants: {}\n',
      'policies/z.yaml':
        'kind: Users\ntenant: acme\nusers: [{ id: zoe, userType: View, roles: [y, reader] }]\n',
    };
    const rest = {
      ...small,
      'policies/z.yaml': 'kind: Users\ntenant: acme\nusers: [{ id: zoe, userType: View, roles: [reader] }]\n',
    };
    const leftOut = 'Role `x`, Role `y`';
    await expectAnswer(broken, csm, leftOut);
    await expectAnswer(broken, ada, leftOut);
    // That zoe holds `reader` is certain, and so is which roles zoe can be given; what zoe may do in all is not.
    await expectList(broken, 'who Company:view --users --format json', leftOut, rest);
    await expectList(broken, 'assign zoe --tenant acme', leftOut, rest);
    for (const line of [
      'explain Company:view --tenant acme --role y',
      'explain Company:view --tenant acme --user zoe',
      'matrix --user zoe',
      'matrix --user zoe --tenant acme',
    ])
      await expectRefusal(broken, line);
  });

  test('with the name of another takes that along', async () => {
    await expectRefusal({ 'policies/x.yaml': 'kind: Role\nname: csm\ntenant: globex\n' }, csm);
    await expectRefusal({ 'policies/x.yaml': 'kind: Role\nname: csm\ngrants: [\n' }, csm);
    await expectRefusal({ 'policies/x.yaml': 'kind: Rol\nname: csm\ngrants: {}\n' }, csm);
  });

  test('without a name is none of those that are whole, for a name is given once', async () => {
    for (const text of ['kind: Role\n', 'kind: Role\ntenant: acme\n', 'kind: Role\nnmae: csm\n']) {
      const leftOut = text.includes('tenant') ? 'Role of tenant `acme`' : 'Role';
      await expectAnswer({ 'policies/x.yaml': text }, csm, leftOut);
      await expectList({ 'policies/x.yaml': text }, 'who Company:view --format json', leftOut);
    }
    await expectRefusal({ 'policies/x.yaml': 'kind: Role\n' }, 'explain Company:view --tenant acme --role x');
    await expectRefusal({ 'policies/x.yaml': 'kind: Role\n' }, 'matrix --role x');
  });

  test('in a file with others leaves the others', async () => {
    const text = smallRoles.replace('userType: View', 'usertype: View');
    const broken = { 'policies/roles.yaml': text };
    await expectAnswer(broken, csm, 'Role `reader`');
    await expectAnswer(broken, ada, 'Role `reader`');
    await expectRefusal(broken, 'explain Company:view --tenant acme --role reader');
    await expectRefusal(broken, 'explain Company:view --tenant acme --user bob');
    const { out } = await run({ ...small, ...broken }, 'who Company:view --tenant acme --format json');
    expect(JSON.parse(out).holders.map(({ role }: { role: string }) => role)).toEqual(['csm', 'manager']);
  });

  test('lets nobody say that nobody holds something', async () => {
    const text = smallRoles.replace('name: manager\n', 'name: manager\nzzz: 1\n');
    const { out, exit } = await run({ ...small, 'policies/roles.yaml': text }, 'who Bulk:use');
    expect([out, exit]).toEqual(['no role that is whole holds Bulk:use\n', 1]);
  });
});

describe('a file of which it is not told', () => {
  test('what it holds may be anything', async () => {
    for (const text of [
      'kind: Role\nname: [x\n',
      'kind: Role\nname: x\nname: y\n',
      '{ kind: Role, name: x\n',
      'kind: Role\nname: x\n--- { kind: Tenant,\n',
      'kind: Role\nname: x\n---\nkind: Model\nname: Y\na: [\n',
      '"kind": Role\nname: x\na: [\n',
      'kind: Role\nname: x\n{ tenant: acme\n',
      'x: [\n',
      '[\n',
      'name: x\n',
      'kind: 1\nname: x\n',
      'kind: Whatever\nname: x\n',
      'kind: Modul\nname: x\n',
      '- kind: Role\n',
      'Role\n',
      // The kind nearest to the one that is written has no such fields.
      'kind: Rol\nname: x\nceiling: {}\nfrom: a.csv\n',
    ])
      for (const line of [csm, 'who Company:view', 'matrix'])
        await expectRefusal({ 'policies/x.yaml': text }, line);
  });

  test('that it holds a kind is told by its fields, if only one kind has them', async () => {
    const fields = 'name: x\nplan: Enterprise\nceiling: { models: { "*": all } }\n';
    for (const text of [fields, `kind: Whatever\n${fields}`, `kind: Roel\n${fields}`])
      await expectAnswer({ 'policies/x.yaml': text }, csm, 'Tenant `x`');
  });
});

describe('what else is broken', () => {
  test('invariants, waivers, tests and what decides nothing bear on nothing', async () => {
    for (const [text, leftOut] of [
      ['kind: Invariant\nname: i\nmustNot: [Nope:view]\nbecause: b\n', 'Invariant `i`'],
      ['kind: Invariant\nname: i\n', 'Invariant `i`'],
      ['kind: Invarint\nname: i\nmustNot: [Company:view]\nbecause: b\n', 'Invariant `i`'],
      ['kind: Waiver\ninvariant: nope\nrole: csm\nbecause: b\nowner: o\nuntil: 2030-01-01\n', 'Waiver'],
      ['kind: Test\nname: t\ntenant: acme\nas: { user: ada }\nexpct: {}\n', 'Test `t` of tenant `acme`'],
      ['kind: Test\nname: t\ntenant: acme\nas: { user: ada\n', 'Test `t` of tenant `acme`'],
      ['kind: Tset\nname: t\ntenant: acme\nas: { user: ada }\nexpect: {}\n', 'Test `t` of tenant `acme`'],
      [
        'kind: Test\nname: t\nas: { roles: [nope] }\ntenant: acme\nexpect: { Company:view: allow }\n',
        'Test `t` of tenant `acme`',
      ],
      ['kind: Runbook\nname: r\nzzz: [\n', 'Runbook `r`'],
    ] as const)
      for (const line of [csm, ada, 'who Company:view', 'matrix', 'assign ada --tenant acme'])
        await expectAnswer({ 'policies/x.yaml': text }, line, leftOut);
  });

  test('users that cannot be read are not counted, and those that can are known', async () => {
    const broken = {
      'policies/x.yaml': 'kind: Users\ntenant: acme\nusers: [{ id: zoe, userType: View, roles: [csm',
    };
    const leftOut = 'Users of tenant `acme`';
    for (const line of [csm, ada, 'matrix', 'assign ada --tenant acme', 'who Company:view --tenant globex'])
      await expectAnswer(broken, line, leftOut);
    const { 'policies/acme.yaml': acme = '', ...others } = small;
    const unknown = { ...others, 'policies/acme.yaml': acme.slice(0, acme.indexOf('---')) };
    await expectList(broken, 'who Company:view --format json', leftOut, unknown);
    await expectList(broken, 'who Company:view --tenant acme --users --format json', leftOut, unknown);
    for (const line of [
      'explain Company:view --tenant acme --user zoe',
      'assign zoe --tenant acme',
      'matrix --user zoe',
    ])
      await expectRefusal(broken, line);
    const { out } = await run({ ...small, ...broken }, 'who Company:view --tenant acme');
    expect(out).toContain('? users are not known there');
  });

  test('a user with a role or a type that does not exist bears on no other', async () => {
    const { 'policies/acme.yaml': acme = '' } = small;
    for (const [from, to] of [
      ['roles: [reader]', 'roles: [raeder]'],
      ['userType: View, roles: [reader]', 'userType: Vew, roles: [reader]'],
      ['id: bob', 'id: cyd'],
    ] as const) {
      const broken = { 'policies/acme.yaml': acme.replace(from, to) };
      const leftOut = `user \`${to.startsWith('id') ? 'cyd' : 'bob'}\` of tenant \`acme\``;
      for (const line of [csm, ada, 'matrix', 'assign ada --tenant acme', 'matrix --user ada'])
        await expectAnswer(broken, line, leftOut);
      await expectRefusal(
        broken,
        'explain Company:view --tenant acme --user cyd'.replace('cyd', to.startsWith('id') ? 'cyd' : 'bob'),
      );
      const unknown = { ...small, 'policies/acme.yaml': acme.slice(0, acme.indexOf('---')) };
      await expectList(broken, 'who Company:view --tenant acme --format json', leftOut, unknown);
    }
  });

  test('a table of users is of the tenants that name it', async () => {
    const texts = (table: string) => ({
      'policies/x.yaml': 'kind: Users\ntenant: globex\nfrom: x.csv\n',
      'policies/x.csv': table,
    });
    const rows = 'id,userType,roles\neve,View,reader\nfay,View,raeder\n';
    await expectAnswer(
      texts(rows),
      'explain Company:view --tenant acme --user ada',
      'user `fay` of tenant `globex`',
    );
    const whole = { ...small, ...texts('id,userType,roles\neve,View,reader\n') };
    await expectPart(
      texts(rows),
      'matrix --user eve --tenant globex',
      'the answer does not depend on what is broken; left out: user `fay` of tenant `globex`\n',
      whole,
    );
    await expectRefusal(texts(rows), 'matrix --user fay --tenant globex');
    const unread = texts('id,userType,roles\neve,View,reader,,,\n');
    await expectAnswer(unread, 'who Company:view --tenant acme', 'Users of tenant `globex`');
    await expectRefusal(unread, 'explain Company:view --tenant globex --user eve');
    await expectList(unread, 'who Company:view --format json', 'Users of tenant `globex`');
  });

  test('users of a tenant that is not there may be of any', async () => {
    const broken = { 'policies/x.yaml': 'kind: Users\ntenant: nowhere\nusers: []\n' };
    await expectAnswer(broken, ada, 'Users of tenant `nowhere`');
    const { out } = await run({ ...small, ...broken }, 'who Company:view --tenant acme --format json');
    const { holders } = JSON.parse(out) as { holders: readonly { users: number | null }[] };
    expect(holders.map(({ users }) => users)).toEqual(holders.map(() => null));
  });

  test('a tenant bears on no other', async () => {
    for (const text of [
      'kind: Tenant\nname: hooli\nceilng: {}\n',
      'kind: Tenant\nname: hooli\nceiling: {\n',
      'kind: Tenent\nname: hooli\nceiling: { models: { "*": all } }\n',
    ]) {
      const broken = { 'policies/x.yaml': text };
      await expectAnswer(broken, csm, 'Tenant `hooli`');
      await expectAnswer(broken, 'who Company:view --tenant acme', 'Tenant `hooli`');
      await expectList(broken, 'who Company:view --format json', 'Tenant `hooli`');
      await expectList(broken, 'matrix --role csm', 'Tenant `hooli`');
      await expectRefusal(broken, 'who Company:view --tenant hooli');
      await expectRefusal(broken, 'explain Company:view --tenant hooli --role csm');
    }
    await expectAnswer({ 'policies/x.yaml': 'kind: Tenant\nceiling: all\n' }, csm, 'Tenant');
    await expectRefusal({ 'policies/x.yaml': 'kind: Tenant\nceiling: all\n' }, 'matrix --tenant hooli');
  });

  test('a ceiling is needed for its tenant', async () => {
    for (const text of [
      'kind: Tenant\nname: acme\nceiling: {}\n',
      'kind: Tenent\nname: acme\nceiling: {}\n',
      'kind: Properties\ntenant: acme\nmodel: Nope\n',
    ])
      for (const line of [
        csm,
        ada,
        'who Company:view --tenant acme',
        'matrix --tenant acme',
        'assign ada --tenant acme',
      ])
        await expectRefusal({ 'policies/x.yaml': text }, line);
    // Whose properties these are nobody knows.
    await expectRefusal({ 'policies/x.yaml': 'kind: Properties\nmodel: Company\n' }, csm);
    await expectRefusal({ 'policies/x.yaml': 'kind: Properties\ntenant: acmee\nmodel: Company\n' }, csm);
    const globex = { 'policies/x.yaml': 'kind: Properties\ntenant: globex\nmodel: Company\n' };
    await expectAnswer(globex, csm, 'Properties of tenant `globex`, Tenant `globex`');
    await expectRefusal(globex, 'matrix --tenant globex');
  });

  test('a cap or a portfolio bears on what names it', async () => {
    for (const [text, leftOut] of [
      ['kind: UserType\nname: Extra\n', 'UserType `Extra`'],
      ['kind: Seat\nname: Extra\n', 'Seat `Extra`'],
      ['kind: Portfolio\nname: extra\non: Nope\nreach: all\n', 'Portfolio `extra`'],
      [
        'kind: Portfolio\nname: extra\ntenant: acme\non: Nope\nreach: all\n',
        'Portfolio `extra` of tenant `acme`',
      ],
    ] as const)
      for (const line of [csm, ada, 'who Company:view', 'matrix', 'assign ada --tenant acme'])
        await expectAnswer({ 'policies/x.yaml': text }, line, leftOut);
    const caps = (small['policies/caps.yaml'] ?? '').replace('rank: 1\n', 'rnk: 1\n');
    const broken = { 'policies/caps.yaml': caps };
    await expectAnswer(broken, csm, 'Role `reader`, UserType `View`, user `bob` of tenant `acme`');
    await expectRefusal(broken, 'explain Company:view --tenant acme --role reader');
    await expectRefusal(broken, 'explain Company:view --tenant acme --user bob');
    for (const name of ['own', 'large']) {
      const catalog = (small['policies/catalog.yaml'] ?? '').replace(
        `name: ${name}, on: Company`,
        `name: ${name}, on: Compny`,
      );
      await expectRefusal(
        { 'policies/catalog.yaml': catalog },
        'explain Company:view --tenant acme --role manager',
      );
      await expectAnswer(
        { 'policies/catalog.yaml': catalog },
        'explain Company:view --tenant acme --role reader',
        name === 'own'
          ? 'Portfolio `own`, Role `consultant`, Role `csm`, Role `manager`'
          : 'Portfolio `large`, Role `manager`',
      );
    }
  });

  test('the catalog and the settings bear on everything', async () => {
    for (const text of [
      'kind: Model\nname: Extra\n',
      'kind: Modle\nname: Extra\nactions: [view]\nfamily: standard\n',
      'kind: Action\nname: extra\nzzz: 1\n',
      'kind: Settings\nwhat: 1\n',
      'kind: Setings\ncustomRoles: { perTenant: 1 }\n',
      'kind: Principal\n',
      'kind: Feature\nname: company\n',
      'kind: Generations\nname: g\n',
      'kind: Capability\nname: c\nrequires: [Nope:use]\n',
    ])
      for (const line of [csm, ada, 'who Company:view', 'matrix', 'assign ada --tenant acme'])
        await expectRefusal({ 'policies/x.yaml': text }, line);
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
    (text) => text.replace(/\b(csm|manager|reader)\b(?!\n)/, 'Nope'),
    (text) => text.split('\n').slice(0, 2).join('\n'),
    (text) => text.replace(/kind: (\w)(\w)/, 'kind: $2$1'),
    (text) => text.replace(/kind: \w+/, 'kind: Nope'),
    (text) => text.replace(/kind: \w+,?/, ''),
    (text) => text.replace('name:', 'nmae:'),
    (text) => text.replace('tenant: acme', 'tenant: acmee'),
    (text) => text.slice(0, text.length / 2),
  ];
  const lines = [
    'matrix --format json',
    'matrix --tenant acme --format json',
    'matrix --role consultant --format json',
    'matrix --user ada --format json',
    'who Company:view --format json',
    'who *:update --tenant globex --users --format json',
    'assign bob --tenant acme --format json',
    'explain Company:view --tenant acme --role csm --format json',
    'explain Company:view --tenant globex --role manager --format json',
    'explain Company:view --tenant acme --user ada --format json',
    'explain Company:export --tenant acme --role csm',
    'explain Company:export --tenant globex --role manager',
    'explain Company:view --tenant acme --user ada',
    'explain Company:view --tenant acme --user dan',
  ];

  /** Lists what an answer says, one text for each entry; a count that is not known says nothing. */
  function listSayings(out: string): readonly string[] {
    if (!out.startsWith('{')) return [out];
    const { rows, holders, together = [], roles, ...rest } = JSON.parse(out);
    const entries = rows ?? holders ?? roles;
    if (!entries) return [out];
    return [rest, ...entries, ...together].map((entry) => JSON.stringify(entry));
  }

  const forgetCount = (saying: string) =>
    saying.replace(/"users":(null|\d+)(,"names":(null|\[[^\]]*\]))?/, '');

  test.for(Object.keys(apart))('in %s, all that is said is so in whole policies', async (file) => {
    const whole = await Promise.all(lines.map((line) => run(apart, line)));
    let answered = 0;
    for (const change of breaks) {
      const broken = { ...apart, [file]: change(apart[file] ?? '') };
      if ((await run(broken, 'check')).exit === 0) continue;
      for (const [at, line] of lines.entries()) {
        const { out, exit } = await run(broken, line);
        expect(exit).toBe(1);
        if (out === '' || out.includes('"findings"')) continue;
        answered++;
        const known = listSayings(whole[at]?.out ?? '');
        const isKnown = (saying: string) =>
          known.includes(saying) ||
          (saying.includes('"users":null') && known.map(forgetCount).includes(forgetCount(saying)));
        expect([line, broken[file], listSayings(out).filter((saying) => !isKnown(saying))]).toEqual([
          line,
          broken[file],
          [],
        ]);
      }
    }
    // Beside a broken catalog nothing is answered.
    expect(answered > 0).toBe(/kind: (Portfolio|UserType|Seat|Role|Tenant|Users)/.test(apart[file] ?? ''));
  });
});
