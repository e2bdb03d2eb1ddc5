/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bench, records } from './bench.ts';

const model = `kind: Model
name: Company
family: standard
actions: [view, update, remove, export]
`;
const roleOf = (name: string, grants: string, more = '') =>
  `kind: Role\nname: ${name}\nuserType: Core\n${more}grants: { models: { Company: [${grants}] } }\n`;
const base = {
  'policies/settings.yaml': 'kind: Settings\npackage: { name: "@acme/permissions", version: 1.0.0 }\n',
  'policies/catalog.yaml': `${model}---\n{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all } } }\n`,
  'policies/clerk.yaml': roleOf('clerk', 'view, update'),
  'policies/acme.yaml':
    'kind: Tenant\nname: acme\nceiling: { models: { "*": all } }\n---\nkind: Users\ntenant: acme\nusers:\n  - { id: ada, userType: Core, roles: [clerk] }\n',
  'policies/globex.yaml': 'kind: Tenant\nname: globex\nceiling: { models: { Company: [view, update] } }\n',
};
const head = 'tenant,user,role,decision,changeTo,manager,reviewer,date,comment\n';
const recordOf = (decision: string) => `${head}acme,ada,clerk,${decision},,grace,grace,2027-01-06,fine\n`;
const [kept, older, gone] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'].map(
  (digest) => `reviews/2027-01-06-${digest}.csv`,
) as [string, string, string];

const place = bench(base);
afterAll(() => place.remove());
const commits: string[] = [];
let files: Readonly<Record<string, Buffer>> = {};
const table = (name: string) => records(files[name]);

beforeAll(async () => {
  const put = (subject: string, texts: Readonly<Record<string, string>>) => {
    place.write(texts);
    commits.push(place.commit(subject));
  };
  put('begin', { [older]: recordOf('keep'), [gone]: recordOf('keep'), 'policies/note.yaml': '# begin\n' });
  put('let clerks export\n\nReviewed-by: Linus', {
    'policies/clerk.yaml': roleOf('clerk', 'view, update, export'),
  });
  put('write without view', { 'policies/clerk.yaml': roleOf('clerk', 'update, export') });
  put('give the view back', { 'policies/clerk.yaml': roleOf('clerk', 'view, update, export') });
  put('rename clerk, and add helper', {
    'policies/clerk.yaml': roleOf('officer', 'view, update, export', 'renamedFrom: clerk\n'),
    'policies/helper.yaml': roleOf('helper', 'view'),
    'policies/acme.yaml': base['policies/acme.yaml'].replace('[clerk]', '[officer]'),
  });
  rmSync(path.join(place.folder, 'work', gone));
  put('review', { [kept]: recordOf('keep'), [older]: recordOf('revoke'), 'reviews/notes.csv': 'a,b\n1,2\n' });
  const said = await place.audit('--out', '{}/pack', '--date', '2027-04-02', '--since', commits[0] ?? '');
  expect(said, said.err).toMatchObject({ exit: 0 });
  files = place.read('pack');
});

const subjectOf = (hash = '') =>
  ['begin', 'export', 'without', 'back', 'rename', 'review'][commits.indexOf(hash)] ?? '';

describe('a pack with its past', () => {
  test('says of each right of each role since when, by which commit, and who said yes; a rename is nothing', () => {
    const of = (tenant: string, role: string, permission: string) => {
      const row = table('grants.csv').find(
        (one) => one.tenant === tenant && one.role === role && one.permission === permission,
      );
      return [row?.by, subjectOf(row?.commit), row?.approvers].join(' | ');
    };
    expect(of('acme', 'officer', 'Company:export')).toBe(
      'what the role permits was changed | export | Linus (Reviewed-by)',
    );
    expect(of('acme', 'officer', 'Company:view')).toBe('what the role permits was changed | back | ');
    expect(of('globex', 'officer', 'Company:update')).toBe('the tenant was added |  | ');
    expect(of('acme', 'helper', 'Company:view')).toBe('the role was added | rename | ');
  });

  test('says what each commit changed for roles, also what was given back', () => {
    expect(
      table('role-history.csv').map(({ commit, role, kind, tenants, gained, lost, riskyGained }) =>
        [subjectOf(commit), role, kind, tenants, gained, lost, riskyGained].join(' | '),
      ),
    ).toEqual([
      'rename | helper | added | acme, globex | 1 | 0 | ',
      'rename | officer | edited |  | 0 | 0 | ',
      'back | clerk | edited | acme, globex | 1 | 0 | ',
      'without | clerk | edited | acme, globex | 0 | 1 | ',
      'export | clerk | edited | acme | 1 | 0 | Company:export',
    ]);
  });

  test('judges rules at every commit', () => {
    const history = table('control-history.csv').filter(({ control }) => control === 'write-without-view');
    expect(
      history.map(({ commit, controlKind, kind, details }) => [
        subjectOf(commit),
        controlKind,
        kind,
        details,
      ]),
    ).toEqual([
      ['back', 'rule', 'result', expect.stringMatching(/^failed -> passed, 0 findings; gone: role clerk/)],
      ['without', 'rule', 'result', expect.stringMatching(/^passed -> failed, 1 finding; new: role clerk/)],
    ]);
    const control = table('controls.csv').find((one) => one.control === 'write-without-view');
    expect(control).toMatchObject({ result: 'passed', atStart: 'passed', worst: 'failed', changes: '2' });
  });

  test('has the decisions of access reviews in the period, and what became of older records', () => {
    expect(
      table('reviews.csv').map(({ record, state, user, role, decision, reviewer, decided, commit }) =>
        [record, state, user, role, decision, reviewer, decided, subjectOf(commit)].join(' | '),
      ),
    ).toEqual([
      `${kept} | new | ada | clerk | keep | grace | 2027-01-06 | review`,
      `${older} | changed | ada | clerk | revoke | grace | 2027-01-06 | review`,
      `${gone} | removed | ada | clerk | keep | grace | 2027-01-06 | review`,
    ]);
    expect(String(files['README.md'])).toContain(
      '3 decisions in 3 records, from 2027-01-06 to 2027-01-06, by grace; see reviews.csv; 2 records were changed or removed',
    );
  });

  test('is verified', async () => {
    expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
  });
});

describe('a history that is longer than a pack reads', () => {
  /** The number of commits that a pack reads before those of its period, besides the one with which that begins. */
  const mostOlder = 200;
  const long = bench(base);
  afterAll(() => long.remove());
  const work = path.join(long.folder, 'work');
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', args, { cwd: work, encoding: 'utf8', ...(input !== undefined && { input }) }).trim();

  /** Writes a history at once, each commit with a text for the role of clerks; returns the hashes, newest first. */
  function writeHistory(texts: readonly string[]): readonly string[] {
    const commits = texts.map((text, at) => {
      const seconds = Date.UTC(2027, 0, 1) / 1000 + at * 3600;
      return [
        'commit refs/heads/main',
        `committer Ada <ada@acme.example> ${seconds} +0000`,
        'data 4\nnext',
        ...(at === 0 ? ['from refs/heads/main^0'] : []),
        'M 100644 inline policies/clerk.yaml',
        `data ${Buffer.byteLength(text)}`,
        text,
      ].join('\n');
    });
    git(['fast-import', '--quiet'], `${commits.join('\n')}\n`);
    git(['reset', '-q', '--hard', 'main']);
    return git(['log', '--first-parent', '--format=%H']).split('\n');
  }

  test('ends where the manifest says, and calls what is older earlier', async () => {
    // 50 commits that no pack reads, 200 that it does, the one with which the period begins, and 3 of the period.
    const number = 50 + mostOlder + 1 + 3;
    const gift = number - 100;
    const hashes = writeHistory(
      Array.from(
        { length: number },
        (_, at) => `${roleOf('clerk', at < gift ? 'view, update' : 'view, update, export')}# ${at}\n`,
      ),
    );
    const said = await long.audit('--out', '{}/pack', '--date', '2027-04-02', '--since', hashes[3] ?? '');
    expect(said, said.err).toMatchObject({ exit: 0 });
    const pack = long.read('pack');
    expect(JSON.parse(String(pack['manifest.json'])).past).toEqual({
      oldest: hashes[3 + mostOlder],
      end: 'limit',
      commits: 3 + mostOlder + 1,
      unread: 0,
    });
    const origins = (file: string) =>
      records(pack[file]).flatMap(({ tenant, permission, since, commit }) =>
        tenant === 'acme'
          ? [`${permission} ${since === 'earlier' ? since : hashes.indexOf(commit ?? '')}`]
          : [],
      );
    const expected = ['Company:export 99', 'Company:update earlier', 'Company:view earlier'];
    expect(origins('user-rights.csv')).toEqual(expected);
    expect(origins('grants.csv')).toEqual(expected);
    expect(String(pack['README.md'])).toContain('in none before these: what was there by then is earlier');
    expect(await long.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
  });
});
