/** @module-tag slow */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createPolicyReader, readPolicy } from '../../compiler/compile.ts';
import { openGit } from '../../compiler/io/git.ts';
import { printFindings } from '../../compiler/print/findings/findings.ts';
import type { RoleQuery } from '../../compiler/questions/since/policy-revision.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { runs } from '../support/random.ts';
import { world } from '../worlds/world.ts';
import { history } from './since/histories.ts';
import { type Made, type Repository, repository } from './since/repository.ts';
import { type ToldOf, toldBy, type Walked, walk } from './since/walk.ts';

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
properties: { arr: { type: number }, owner: { type: id } }
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
`;
const caps = (company: string) =>
  `kind: UserType\nname: Core\nrank: 1\nallows: { models: { Company: ${company} } }\n`;
const tenant = (name: string, ceiling = 'all') =>
  `kind: Tenant\nname: ${name}\nceiling: { models: { Company: ${ceiling} } }\n`;
const role = (actions: string, more = '') =>
  `kind: Role\nname: csm\nuserType: Core\nportfolio: [own]\n${more}grants: { models: { Company: ${actions} } }\n`;

const base = {
  'policies/catalog.yaml': catalog,
  'policies/core.yaml': caps('all'),
  'policies/acme.yaml': tenant('acme'),
  'policies/csm.yaml': role('all'),
};
const asks = (permission = 'Company:export', ...more: readonly string[]) => [
  'since',
  permission,
  '--tenant',
  'acme',
  '--role',
  'csm',
  ...more,
];

/** As many of the fields as one cares about. */
interface Told {
  readonly effective: boolean;
  readonly missing: string | null;
  readonly since: Entry | null;
  readonly history: readonly Entry[];
  readonly skipped: readonly { readonly commit: string | null; readonly errors: number }[];
  readonly complete: boolean;
  readonly shallow: boolean;
}
interface Entry extends Required<Omit<ToldOf, 'commit'>> {
  readonly commit: string | null;
  readonly date: string | null;
  readonly author: string | null;
  readonly subject: string;
  readonly with: string | null;
  readonly merged: { readonly commit: string } | null;
  readonly skipped: readonly string[];
}

async function tell(one: Repository, line: readonly string[], below?: string): Promise<Told> {
  const { out, err, exit } = await one.ask([...line, '--format', 'json'], below);
  // The errors of the newest revision are printed beside the answer.
  expect(exit).toBe(err === '' ? 0 : 1);
  return JSON.parse(out) as Told;
}

describe('random histories', () => {
  const folders = ['policies', 'deep/pölicies "日本"', 'a/b'];
  const cases = fc.record({
    world: world(),
    folder: fc.constantFrom(...folders),
    seed: fc.nat(),
    cells: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 5, maxLength: 5 }),
  });

  test('tell what compiling every commit tells', async () => {
    let flips = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ world: start, folder, seed, cells }) => {
        const one = repository(history(start, folder, 25, randomOf(seed)));
        try {
          expect(findingsBy(one, folder, createPolicyReader())).toEqual(findingsBy(one, folder, readPolicy));
          const walked = walk(one, folder);
          const rows = walked.flatMap(({ matrix }) => matrix?.rows ?? []);
          const known = walked.flatMap(({ matrix }) => matrix?.policy.catalog.cells ?? []);
          for (const [first, second] of cells) {
            const row = rows[first % Math.max(rows.length, 1)];
            const cell = known[second % Math.max(known.length, 1)];
            if (!row || !cell) continue;
            const asked = { tenant: row.tenant.name, role: row.role.name, permission: cell.permission };
            if (toldBy(walked, asked).length === 0) continue;
            flips += await compare(one, folder, walked, asked);
          }
        } finally {
          one.remove();
        }
      }),
      { ...runs(10), endOnFailure: true },
    );
    expect(flips).toBeGreaterThan(50);
  });

  async function compare(one: Repository, folder: string, walked: readonly Walked[], asked: RoleQuery) {
    const { permission, tenant: at, role: of } = asked;
    const line = ['since', permission, '--tenant', at, '--role', of];
    const steps = folder.split('/');
    const below = steps.slice(0, -1).join('/') || '.';
    const wanted = below === '.' ? folder : (steps.at(-1) ?? '');
    const whole = { ...one, ask: (words: readonly string[]) => one.ask([...words, '--policies', folder]) };
    const exists = one.git('ls-tree', 'HEAD', '--', folder) !== '';
    if (!exists) one.write(`${folder}/.keep`, '');
    const told = await tell(whole as Repository, line);
    const expected = toldBy(walked, asked);
    expect(told.history.map(({ commit, kind, effective }) => ({ commit, kind, effective }))).toEqual(
      expected.map(({ commit, kind, effective }) => ({ commit, kind, effective })),
    );
    for (const [index, { woken, asleep, because }] of expected.entries()) {
      if (because === undefined) continue;
      expect(told.history[index]).toMatchObject({ woken, asleep, because });
    }
    const touching = new Set(one.git('log', '--first-parent', '-m', '--format=%H', '--', folder).split('\n'));
    expect(told.skipped.map(({ commit }) => commit)).toEqual(
      walked
        .filter(({ matrix, commit }) => !matrix && touching.has(commit))
        .map(({ commit }) => commit)
        .reverse(),
    );
    expect(told.complete).toBe(true);
    const fromBelow = await tell(one, [...line, '--policies', wanted], below);
    expect(fromBelow.history.map(({ commit }) => commit)).toEqual(told.history.map(({ commit }) => commit));
    return expected.length;
  }
});

/** Returns the findings in every revision, newest first, by a compiler that remembers or by one that does not. */
function findingsBy(one: Repository, folder: string, compiles: typeof readPolicy): readonly string[] {
  return [...openGit(one.folder).readHistory('HEAD', folder)].map(({ files }) =>
    printFindings(compiles(files, folder).diagnostics, {
      format: 'json',
      colours: chooseColours(false),
      version: '',
    }),
  );
}

/** The mulberry32 generator. */
function randomOf(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

describe('a history', () => {
  const commits: readonly Made[] = [
    { tree: base, subject: 'all of it' },
    {
      tree: { ...base, 'policies/acme.yaml': tenant('acme', '{ except: [export] }') },
      subject: 'no exports',
    },
    { tree: { ...base, 'policies/broken.yaml': 'kind: [\n' }, subject: 'a slip' },
    { tree: base, subject: 'mended', author: 'Grace' },
    { tree: { ...base, 'policies/csm.yaml': role('[view, update]') }, subject: 'view and update' },
    { tree: { ...base, 'policies/csm.yaml': role('[view, update, export]') }, subject: 'and export' },
    {
      tree: {
        ...base,
        'policies/csm.yaml': role('[view, update, export]').replace('[own]', '[everything]'),
      },
      subject: 'of everything',
    },
  ];

  test('says when, by whom and through which line', async () => {
    const one = made(commits);
    const told = await tell(one, asks());
    const [, ceiling, slip, mended, less, more, wide] = one.commits;
    expect(told.history.map(({ kind, commit }) => [kind, commit])).toEqual([
      ['widened', wide],
      ['gained', more],
      ['lost', less],
      ['gained', mended],
      ['lost', ceiling],
      ['gained', one.commits[0]],
    ]);
    expect(told.since).toMatchObject({
      commit: more,
      author: 'Ada',
      subject: 'and export',
      date: '2023-11-15T04:43:20+01:30',
      woken: false,
      because: { layer: 'role', at: { path: 'policies/csm.yaml', line: 5, column: 45 }, commit: more },
      portfolio: ['own'],
    });
    expect(told.history[3]).toMatchObject({
      author: 'Grace',
      woken: true,
      because: { layer: 'tenant', at: { path: 'policies/acme.yaml', line: 3 } },
      skipped: [slip],
    });
    expect(told.history[4]).toMatchObject({ asleep: true, because: { layer: 'tenant', commit: ceiling } });
    expect(told.skipped).toMatchObject([{ commit: slip, errors: 1 }]);
  });

  test('is told to people', async () => {
    const one = made(commits);
    const { out } = await one.ask(asks());
    expect(shown(one, out)).toMatchSnapshot();
    expect(shown(one, (await one.ask(asks('Company:export', '--format', 'markdown'))).out)).toMatchSnapshot();
  });

  test('may be cut by --limit, and says that it is not complete', async () => {
    const one = made(commits);
    const told = await tell(one, asks('Company:export', '--limit', '1'));
    expect(told.history.map(({ kind }) => kind)).toEqual(['widened']);
    expect(told.since?.kind).toBe('gained');
    expect(told).toMatchObject({ complete: false, shallow: false });
    expect((await one.ask(asks('Company:export', '--limit', '1'))).out).toContain('`--all`');
    expect((await one.ask(asks('Company:export', '--limit', '0'))).exit).toBe(2);
    expect((await one.ask(asks('Company:export', '--limit', '1', '--all'))).exit).toBe(2);
  });

  test('begins with what is not committed', async () => {
    const one = made(commits);
    one.write('policies/csm.yaml', role('[view, update]'));
    const told = await tell(one, asks());
    expect(told.history[0]).toMatchObject({ commit: null, subject: 'not committed', kind: 'lost' });
    expect(told.since?.commit).toBeNull();
    expect((await one.ask(asks())).out).toContain('not committed');
    one.write('policies/csm.yaml', 'kind: [');
    const broken = await tell(one, asks());
    expect(broken.skipped[0]?.commit).toBeNull();
    expect(broken).toMatchObject({ effective: true, since: { commit: one.commits[5] } });
  });

  test('knows what is there no more, and what never was', async () => {
    const { 'policies/csm.yaml': _, ...without } = base;
    const gone = { ...without, 'policies/other.yaml': role('all').replace('csm', 'other') };
    const one = made([{ tree: base }, { tree: gone }]);
    const told = await tell(one, asks());
    expect(told).toMatchObject({ effective: false, missing: 'role' });
    expect(told.history[0]).toMatchObject({
      kind: 'lost',
      with: 'role',
      because: { commit: one.commits[0] },
    });
    const { err, exit } = await one.ask(asks('Company:exprt'));
    expect(exit).toBe(2);
    expect(err).toContain('did you mean `Company:export`?');
    expect((await one.ask(asks().map((word) => (word === 'acme' ? 'acne' : word)))).err).toContain('`acme`?');
    expect((await one.ask(asks().map((word) => (word === 'csm' ? 'nobody' : word)))).exit).toBe(2);
    expect((await one.ask(asks('Company:*'))).err).toContain('is a pattern');
  });

  test('names the merge and what it brought', async () => {
    const less = { ...base, 'policies/csm.yaml': role('[view]') };
    const one = made([
      { tree: less },
      { tree: base, subject: 'on the side' },
      { tree: { ...base, 'policies/z.yaml': tenant('z') }, parents: [1], subject: 'beside' },
      { tree: { ...less, 'policies/y.yaml': tenant('y') }, parents: [0], subject: 'on main' },
      {
        tree: { ...base, 'policies/y.yaml': tenant('y'), 'policies/z.yaml': tenant('z') },
        parents: [3, 2],
        subject: 'the merge',
      },
    ]);
    const told = await tell(one, asks());
    expect(told.history.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['gained', 'the merge'],
      ['appeared', 'a change'],
    ]);
    expect(told.since?.merged?.commit).toBe(one.commits[1]);
    expect((await one.ask(asks())).out).toContain('on the side');
  });

  test('does not guess who did it where only the merge did', async () => {
    const less = { ...base, 'policies/csm.yaml': role('[view]') };
    const one = made([
      { tree: less },
      { tree: { ...less, 'policies/z.yaml': tenant('z') }, parents: [0] },
      { tree: { ...less, 'policies/y.yaml': tenant('y') }, parents: [0] },
      { tree: { ...base, 'policies/y.yaml': tenant('y') }, parents: [2, 1], subject: 'more than both' },
    ]);
    const told = await tell(one, asks());
    expect(told.since).toMatchObject({ subject: 'more than both', merged: null });
  });

  test('ends where a shallow clone ends', async () => {
    const one = made(commits);
    one.git('clone', '-q', '--depth', '2', `file://${one.folder}`, 'clone');
    const told = await tell(one, asks('Company:export', '--policies', 'policies'), 'clone');
    expect(told).toMatchObject({ shallow: true, complete: false, since: null });
    expect(told.history.map(({ kind }) => kind)).toEqual(['widened']);
    expect((await one.ask(asks(), 'clone')).out).toContain('shallow');
  });

  test('needs a repository, a commit and policies that compile', async () => {
    const none = made([]);
    none.write('policies/a.yaml', catalog);
    expect(await none.ask(asks())).toMatchObject({ exit: 2 });
    const one = made([{ tree: { 'policies/a.yaml': 'kind: [\n' } }]);
    const { exit, out } = await one.ask(asks('Company:export', '--format', 'json'));
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ errors: 1 });
  });

  test('is the same whatever the settings of whoever asks', async () => {
    const one = made(commits);
    const plain = await one.ask(asks('Company:export', '--format', 'json'));
    for (const setting of [
      ['log.follow', 'true'],
      ['log.showRoot', 'false'],
      ['log.diffMerges', 'off'],
      ['diff.renames', 'copies'],
      ['diff.relative', 'true'],
      ['color.ui', 'always'],
      ['log.date', 'relative'],
      ['core.abbrev', '4'],
      ['i18n.logOutputEncoding', 'latin1'],
    ] as const)
      one.git('config', ...setting);
    expect(await one.ask(asks('Company:export', '--format', 'json'))).toEqual(plain);
  });
});

describe('hostile commits', () => {
  const subject = 'fine\u202e \u001b[31m @everyone | `x` <img src=x> [a](b)';
  const author = 'Eve \u001b]0;x\u0007 \u2066`@root`';
  const commits: readonly Made[] = [
    { tree: { ...base, 'policies/csm.yaml': role('[view]') }, subject, author },
    { tree: base, subject: `${subject}\nsecond\n\n# forged`, author },
  ];

  test.each(['pretty', 'json', 'markdown'])('are printed safely: %s', async (format) => {
    const { out } = await made(commits).ask(asks('Company:export', '--format', format));
    expect([...'\u001b\u0007\u202e\u2066'].filter((mark) => out.includes(mark))).toEqual([]);
    expect(out.split('\n').every((line) => !line.startsWith('# forged'))).toBe(true);
    expect(out).toContain('@everyone');
  });

  test('mention nobody in Markdown', async () => {
    const { out } = await made(commits).ask(asks('Company:export', '--format', 'markdown'));
    const outside = out.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(outside).not.toMatch(/@|<|\[|\|/);
  });
});

describe('other questions', () => {
  const one = () =>
    made([
      { tree: { ...base, 'policies/csm.yaml': role('[view]') } },
      { tree: { ...base, 'policies/acme.yaml': 'kind: [\n' } },
      { tree: base },
    ]);
  const line = ['--tenant', 'acme', '--role', 'csm', '--format', 'json'];

  test('are answered as of a revision or a day', async () => {
    const work = one();
    const [first = ''] = work.commits;
    const granted = async (...at: readonly string[]) => {
      const { out } = await work.ask(['matrix', ...line, ...at]);
      return JSON.parse(out).rows[0].granted.includes('Company:export');
    };
    expect(await granted()).toBe(true);
    expect(await granted('--at', first)).toBe(false);
    expect(await granted('--at', 'HEAD')).toBe(true);
    expect(await granted('--at', '2023-11-15')).toBe(true);
    expect(
      JSON.parse((await work.ask(['explain', 'Company:export', ...line, '--at', first])).out),
    ).toMatchObject({
      effective: false,
    });
    expect(
      JSON.parse((await work.ask(['who', 'Company:export', '--format', 'json', '--at', first])).out),
    ).toMatchObject({
      holders: [],
    });
  });

  test('say which revision does not compile, or is not there', async () => {
    const work = one();
    const { err, exit } = await work.ask(['matrix', '--tenant', 'acme', '--at', 'HEAD~1']);
    expect(exit).toBe(1);
    expect(err).toContain('in `HEAD~1`');
    expect(await work.ask(['matrix', '--at', 'nothing'])).toMatchObject({ exit: 2 });
    expect(await work.ask(['matrix', '--at', '2001-01-01'])).toMatchObject({ exit: 2 });
  });
});

/** An answer with commits by their number, since hashes say nothing to a reader. */
function shown(one: Repository, text: string): string {
  return one.commits.reduce((said, hash, at) => said.replaceAll(hash.slice(0, 12), `commit ${at}`), text);
}
