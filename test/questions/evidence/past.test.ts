/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  gatherEvidence,
  makePack,
  openPolicies,
} from '../../../compiler/commands/evidence/gather-evidence.ts';
import { findRepository, readHead } from '../../../compiler/commands/evidence/repository.ts';
import { openIo } from '../../../compiler/commands/open-io.ts';
import { fillPage } from '../../../compiler/print/explorer/fill-page.ts';
import { chooseColours } from '../../../compiler/text/colours.ts';
import { tinyPageFile } from '../../support/explorer.ts';
import { bench, records } from './bench.ts';
import { base } from './policies.ts';

const place = bench(base);
afterAll(() => place.remove());
const work = path.join(place.folder, 'work');

/** Commits everything on a day, with a trailer of whoever said yes to it. */
function commit(day: string, subject: string, approver?: string): string {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: work,
      encoding: 'utf8',
      env: {
        ...{ PATH: process.env.PATH, HOME: place.folder },
        ...{
          GIT_AUTHOR_NAME: 'Ada',
          GIT_AUTHOR_EMAIL: 'ada@acme.example',
          GIT_AUTHOR_DATE: `${day}T12:00:00Z`,
        },
        ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@acme.example' },
        GIT_COMMITTER_DATE: `${day}T12:00:00Z`,
      },
    });
  git('add', '-A');
  git('commit', '-q', '-m', approver === undefined ? subject : `${subject}\n\nReviewed-by: ${approver}`);
  return git('rev-parse', 'HEAD').trim();
}

const [acme = '', roles = '', invariants = ''] = ['acme', 'roles', 'invariants'].map(
  (name) => base[`policies/${name}.yaml`],
);
const wide = acme.replace('Core: 1', 'Core: 9');
const bobOff = '  - { id: bob@acme.example, userType: Core, roles: [boss], active: false }';
const cyd = (...held: readonly string[]) =>
  `${wide}  - { id: cyd, userType: Core, roles: [${held.join(', ')}] }\n`;
const bobOn = bobOff.replace(', active: false', '');
/** The users of acme at last, and more with the role that was renamed. */
const renamed = (...more: readonly string[]) =>
  [
    cyd('viewer').replace(bobOff, bobOn),
    ...more.map((id) => `  - { id: ${id}, userType: Core, roles: [viewer] }\n`),
  ]
    .join('')
    .replaceAll('viewer', 'watcher');
const exporting = 'Company:export';

const commits: string[] = [];
beforeAll(() => {
  const put = (day: string, texts: Readonly<Record<string, string>>, subject: string, approver?: string) => {
    place.write(texts);
    commits.push(commit(day, subject, approver));
  };
  put('2027-01-04', { 'policies/acme.yaml': `${wide}# The period begins.\n` }, 'begin');
  put('2027-01-05', { 'policies/acme.yaml': cyd('viewer') }, 'add cyd', 'Grace');
  put('2027-01-08', { 'policies/acme.yaml': cyd('viewer', 'boss') }, 'give boss to cyd', 'Linus');
  put('2027-01-10', { 'policies/acme.yaml': cyd('viewer') }, 'take boss from cyd');
  put('2027-01-12', { 'policies/acme.yaml': cyd('viewer').replace(bobOff, bobOn) }, 'let bob in', 'Grace');
  put('2027-01-15', { 'policies/roles.yaml': 'kind: Rule\n' }, 'a mistake');
  put(
    '2027-01-16',
    {
      'policies/roles.yaml': roles,
      'policies/invariants.yaml': invariants.replace('severity: error', 'severity: warning'),
    },
    'mend, and weaken',
    'Grace',
  );
  put(
    '2027-01-18',
    {
      'policies/roles.yaml': roles.replace('name: viewer', 'name: watcher\nrenamedFrom: viewer'),
      'policies/invariants.yaml': invariants
        .replace('severity: error', 'severity: warning')
        .replace('role: viewer', 'role: watcher'),
      'policies/acme.yaml': renamed(),
    },
    'rename viewer',
  );
  const test =
    'kind: Test\nname: none\ntenant: acme\nas: { user: nobody }\nexpect: { AdminAccess:use: deny }\n';
  put('2027-01-20', { 'policies/test.yaml': test, 'policies/acme.yaml': renamed('eve') }, 'add eve', 'Linus');
  rmSync(path.join(work, 'policies/test.yaml'));
  put('2027-01-21', {}, 'take a test away that is of nobody');
});

const readOn = async (date: string, ...words: readonly string[]) => {
  rmSync(path.join(place.folder, 'pack'), { recursive: true, force: true });
  const said = await place.audit('--out', '{}/pack', '--date', date, ...words);
  expect(said, said.err).toMatchObject({ exit: 0 });
  return place.read('pack');
};
const read = (...words: readonly string[]) => readOn('2027-04-02', ...words);
const sinceStart = () => read('--since', commits[0] ?? '');
const subjectOf = (hash = '') =>
  ['begin', 'add', 'give', 'take', 'bob', 'mistake', 'mend', 'rename', 'eve', 'test'][commits.indexOf(hash)];

describe('a pack with its past', () => {
  test('says who joined, moved and left, also what was given and taken back; a rename is nothing', async () => {
    const files = await sinceStart();
    const history = records(files['user-history.csv']);
    expect(
      history.map(({ commit: hash, user, kind, given, taken, approvers }) =>
        [subjectOf(hash), user, kind, given, taken, approvers].join(' | '),
      ),
    ).toEqual([
      'eve | eve | added | watcher |  | Linus (Reviewed-by)',
      'bob | bob@acme.example | activated |  |  | Grace (Reviewed-by)',
      'take | cyd | edited |  | boss | ',
      'give | cyd | edited | boss |  | Linus (Reviewed-by)',
      'add | cyd | added | viewer |  | Grace (Reviewed-by)',
    ]);
    expect(history[2]?.riskyLost).toContain(exporting);
    expect(history[3]?.riskyGained).toContain(exporting);
    expect(records(files['delta.csv'])).toEqual([]);
    expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
  });

  test('says of each right of each user since when, by which commit, and who said yes', async () => {
    const rights = records((await sinceStart())['user-rights.csv']);
    const of = (user: string, permission: string) =>
      rights.find((row) => row.user === user && row.permission === permission);
    expect(of('bob@acme.example', exporting)).toMatchObject({
      since: '2027-01-12T12:00:00+00:00',
      by: 'the user was activated',
      commit: commits[4],
      approvers: 'Grace (Reviewed-by)',
      unread: '',
    });
    expect(of('cyd', 'Company:view')).toMatchObject({ by: 'the user was added', commit: commits[1] });
    expect(of('ada@acme.example', exporting)).toMatchObject({ by: 'the user was added', approvers: '' });
    expect(commits).not.toContain(of('ada@acme.example', exporting)?.commit);
  });

  test('judges invariants at every commit and after the end of every waiver', async () => {
    const files = await sinceStart();
    const exports = records(files['control-history.csv']).filter(
      ({ control }) => control === 'nobody-exports',
    );
    expect(
      exports.map(({ day, kind, details, commit: hash }) => [day, kind, details, subjectOf(hash)]),
    ).toEqual([
      ['2027-04-01', 'result', 'failed -> failed by role boss in acme, role boss in hooli', undefined],
      ['2027-01-16', 'weakened', 'it was of severity error and is of warning', 'mend'],
    ]);
    expect(exports[1]).toMatchObject({ unread: '1', approvers: 'Grace (Reviewed-by)' });
    const controls = records(files['controls.csv']);
    expect(controls.find(({ control }) => control === 'nobody-exports')).toMatchObject({
      atStart: 'failed',
      worst: 'failed',
      changes: '2',
    });
    expect(controls.find(({ kind }) => kind === 'rule')).toMatchObject({
      atStart: 'passed',
      worst: 'passed',
      introduced: '',
    });
  });

  test('of one tenant names no other', async () => {
    const files = await read('--since', commits[0] ?? '', '--tenant', 'globex');
    for (const file of ['user-history.csv', 'control-history.csv'])
      expect(String(files[file]), file).not.toMatch(/acme,|in acme|hooli|cyd|bob/);
  });

  test('of policies that no commit has says so, and is verified', async () => {
    const was = place.read('work')['policies/acme.yaml'];
    appendFileSync(path.join(work, 'policies/acme.yaml'), '  - { id: dan, userType: Core, roles: [boss] }\n');
    const files = await sinceStart();
    expect(records(files['user-history.csv'])[0]).toMatchObject({
      user: 'dan',
      kind: 'added',
      commit: '',
      date: '',
    });
    const dan = records(files['user-rights.csv']).find(({ user }) => user === 'dan');
    expect(dan).toMatchObject({ since: '', commit: '', by: 'the user was added' });
    expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
    writeFileSync(path.join(work, 'policies/acme.yaml'), was ?? '');
  });
});

test('a shallow clone says what it cannot see, and a whole one makes the same pack of it', async () => {
  const shallow = path.join(place.folder, 'shallow');
  execFileSync('git', ['clone', '-q', '--depth', '4', `file://${work}`, shallow], { stdio: 'ignore' });
  const files = await read('--since', commits[7] ?? '', '--policies', path.join(shallow, 'policies'));
  expect(JSON.parse(String(files['manifest.json'])).past).toMatchObject({
    oldest: commits[6],
    end: 'shallow',
  });
  expect(String(files['index.html'])).toContain('which this clone does not have');
  const rights = records(files['user-rights.csv']);
  expect(rights.find(({ user }) => user === 'eve')).toMatchObject({ commit: commits[8] });
  expect(rights.find(({ user }) => user === 'cyd')).toMatchObject({ since: 'earlier', commit: '' });
  expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
});

describe('the cover says what is not there', () => {
  test('without history, stored roles and managers', async () => {
    const page = String((await read())['index.html']);
    for (const words of [
      'made without --since',
      'made without history; see Past',
      'no rows were given',
      'no column or attribute manager',
      'there may be more than the declared ones in acme',
      'unknown, in globex',
    ])
      expect(page).toContain(words);
  });

  test('and with them, what is there', async () => {
    const rows = path.join(place.folder, 'rows.json');
    writeFileSync(rows, '[]\n');
    const files = await read('--since', commits[0] ?? '', '--roles', rows);
    const page = String(files['index.html']);
    expect(page).toContain('0 roles of rows.json');
    expect(page).toContain('9 revisions that changed the policies, of which this plafond cannot compile 1');
    expect(page).toContain('to 5 of the 9 commits of the period');
    expect(JSON.parse(String(files['manifest.json'])).past).toMatchObject({
      end: 'first',
      commits: 11,
      unread: 1,
    });
  });
});

test('a control that is waived says who breaks it', async () => {
  const controls = records((await readOn('2027-01-31'))['controls.csv']);
  expect(controls.find(({ control }) => control === 'nobody-exports')).toMatchObject({
    brokenBy: 'role boss in hooli',
    brokenUnderWaiver: 'role boss in acme',
  });
});

test('a pack of the layout before is verified in that, its page by the policies in it alone', async () => {
  const plain = chooseColours(false);
  const io = openIo({
    ...{
      version: '1.2.3',
      folder: process.cwd(),
      width: 100,
      today: '2027-01-31',
      explorerPage: tinyPageFile,
    },
    colours: { out: plain, err: plain },
  });
  const policies = path.join(work, 'policies');
  const git = findRepository(policies, io);
  const { files, folder } = openPolicies(policies, io);
  const start = commits[0] ?? '';
  const gathered = await gatherEvidence(
    {
      ...{ files, folder, date: '2027-01-31', tenant: null, sod: [], layout: 1 },
      ...{ since: { revision: start, commit: start }, git: readHead(git, files, folder) },
    },
    git,
    io,
    async () => {},
  );
  if ('mistakes' in gathered) throw new Error('it does not compile');
  const page = '<p>an older page</p><!--plafond:csp--><!--plafond:data-->';
  mkdirSync(path.join(place.folder, 'older/matrices'), { recursive: true });
  for (const { path: file, content } of makePack(gathered, (data) => fillPage(page, data)))
    writeFileSync(path.join(place.folder, 'older', file), Buffer.concat([...content]));
  const older = place.read('older');
  expect(String(older['controls.csv']).split('\n')[0]).toBe(
    'control,kind,result,severity,demands,because,source,unit,checked,passed,failed,waived,brokenBy,waivers,writtenAt',
  );
  expect(String(older['user-rights.csv']).split('\n')[0]).toBe(
    'tenant,user,active,permission,risk,portfolio,roles',
  );
  expect(older).not.toHaveProperty('user-history.csv');
  expect(String(older['manifest.json'])).not.toMatch(/"layout"|"stored"|"past"/);
  const verified = await place.audit('--verify', '{}/older');
  expect(verified, verified.out).toMatchObject({ exit: 0 });
  expect(verified.out).toContain('of `explorer.html`, the page of an older plafond, only the policies');
  const pageFile = path.join(place.folder, 'older/explorer.html');
  writeFileSync(pageFile, String(older['explorer.html']).replaceAll('bob@acme', 'rob@acme'));
  expect((await place.audit('--verify', '{}/older')).out).toContain('altered  explorer.html');
});
