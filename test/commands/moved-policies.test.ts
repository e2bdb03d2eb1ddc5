/** @module-tag slow */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

const settings = (name: string) => `{ kind: Settings, package: { name: '@acme/${name}' } }\n`;

let place: Place;

/** Makes a repository whose only product has its policies in `policies/`, and starts a branch. */
beforeEach(() => {
  place = makePlace();
  place.git('.', 'init', '-q');
  place.write('policies/settings.yaml', settings('one'));
  place.write('policies/all.yaml', policyFor('view'));
  commit('one');
  place.git('.', 'switch', '-qc', 'move');
});
afterEach(() => place.remove());

function commit(subject: string): void {
  place.git('.', 'add', '-A');
  place.git('.', 'commit', '-qm', subject);
}

function move(from: string, to: string): void {
  place.write(`${to}/../.keep`, '');
  place.git('.', 'mv', from, to);
}

const note = (folder: string, former: string) =>
  `\`main\` has no policies in \`${folder}\`, and has those of \`${former}\`, which are gone since: all of it counts as new`;

const moved = note('access/policies', 'policies');

test.each(['pretty', 'json', 'markdown', 'github', 'sarif', 'junit'])(
  'diff as %s names the folder that the base has instead',
  async (format) => {
    move('policies', 'access/policies');
    const here = await place.plafond('.', `diff main --policies access/policies --format ${format}`);
    expect(here).toMatchObject({ err: '', exit: 0 });
    // Markdown and XML write the same sentence in their own way.
    expect(here.out.replaceAll('\\`', '`')).toContain(moved);
    commit('two');
    const line = `diff main HEAD --policies access/policies --fail-on escalation --format ${format}`;
    const after = await place.plafond('.', line);
    expect(after).toMatchObject({ err: '', exit: 0 });
    expect(after.out).toContain(moved);
  },
);

test('a side without the policies advises which folder to name', async () => {
  move('policies', 'access');
  expect(await place.plafond('.', 'diff main')).toMatchObject({
    exit: 2,
    err: 'plafond: no folder `policies` here or above; below is `access`: name it with `--policies`\n',
  });
  expect(await place.plafond('.', 'diff main --head-dir nowhere')).toMatchObject({
    exit: 2,
    err: 'plafond: no folder `nowhere`\n',
  });
  commit('two');
  const help = (folder: string) =>
    `help: policies are there in \`${folder}\`: name the folder with \`--policies\`\n`;
  const after = await place.plafond('.', 'diff main HEAD');
  expect([after.exit, after.out]).toEqual([1, expect.stringContaining(help('access'))]);
  const asked = await place.plafond('.', 'who Company:view --at main --policies access');
  expect([asked.exit, asked.err]).toEqual([1, expect.stringContaining(help('policies'))]);
  place.git('.', 'rm', '-qr', 'access');
  commit('three');
  const { out } = await place.plafond('.', 'diff main HEAD');
  expect(out).toContain('help: name the folder that has the policies there with `--policies`\n');
});

test('the finding is a note: it weakens no guard, makes nothing an escalation, and fails no check', async () => {
  move('policies', 'access/policies');
  const { out } = await place.plafond('.', 'diff main --policies access/policies --format json');
  const { verdict, summary, faults } = JSON.parse(out);
  expect([verdict, summary.guards, faults]).toMatchObject([
    'wider',
    0,
    [{ code: 'policies-moved', severity: 'info', path: 'access/policies/settings.yaml', line: 1 }],
  ]);
  const junit = await place.plafond('.', 'diff main --policies access/policies --format junit');
  expect(junit.out).toContain('failures="0"');
  const check = await place.plafond('access', 'check --against main --strict');
  expect(check.exit).toBe(0);
  expect(check.out).toContain(note('policies', '../policies'));
});

test('what the note says to do compares with the folder of before', async () => {
  move('policies', 'access/policies');
  place.write('access/policies/all.yaml', policyFor('view, update'));
  const { out } = await place.plafond('.', 'diff main --policies access/policies');
  const [, checkOut = '', compare = ''] = /`git (worktree .*?)`, then `plafond (.*?)`/.exec(out) ?? [];
  place.git('.', ...checkOut.replace('../before', 'before').split(' '));
  const compared = await place.plafond(
    '.',
    `${compare.replace('../', '')} --policies access/policies --format json`,
  );
  const { changes, faults } = JSON.parse(compared.out);
  expect(changes).toMatchObject([{ kind: 'gained', permission: 'Task:update' }]);
  expect(changes).toHaveLength(1);
  expect(faults).toEqual([]);
});

test('runbook, audit, explore and since say it too', async () => {
  move('policies', 'access/policies');
  commit('two');
  const run = (line: string) => place.plafond('.', `${line} --policies access/policies`);
  expect((await run('runbook main')).out).toContain(`> Note: ${moved}`);
  expect(JSON.parse((await run('runbook main --format json')).out)).toMatchObject({ notes: [moved] });
  expect((await run('explore --out page.html --base main')).err).toBe(`note: ${moved}\n`);
  const [, data = ''] =
    /<script[^>]*type="application\/json"[^>]*>([^<]*)</.exec(
      readFileSync(`${place.root}/page.html`, 'utf8'),
    ) ?? [];
  expect(JSON.parse(data)).toMatchObject({ base: { name: 'main', files: {}, note: moved } });
  const history = 'since Task:view --tenant acme --role agent';
  const { out } = await run(history);
  expect(out).toMatch(
    /\nbefore that the policies were in `policies`, whose history `--policies policies` asks for\n$/,
  );
  expect(JSON.parse((await run(`${history} --format json`)).out)).toMatchObject({
    complete: false,
    formerFolders: ['policies'],
  });
  const before = await place.plafond('.', `${history} --policies policies`);
  expect(before.out).toContain('one\n');
  expect(before.err).toContain('no policy files in `policies`');
  const never = await place.plafond('.', `${history} --policies other`);
  expect(never).toEqual({
    out: '',
    err: 'plafond: no folder `other`, neither on disk nor in the history\n',
    exit: 2,
  });
});

test('audit says it of the revision since which it tells', async () => {
  move('policies', 'access/policies');
  commit('two');
  const line = 'audit --out pack --since main --date 2027-03-01 --policies access/policies';
  expect(await place.plafond('.', line)).toMatchObject({ exit: 0 });
  expect(readFileSync('pack/delta.md', 'utf8')).toContain(`| note | ${note('policies', '../policies')} |`);
});

test('of two products that moved each is told its own folder', async () => {
  place.git('.', 'mv', 'policies', 'first');
  place.write('second/settings.yaml', settings('two'));
  place.write('second/all.yaml', policyFor('view, remove'));
  commit('two products');
  place.git('.', 'branch', '-f', 'main');
  move('first', 'products/first');
  move('second', 'products/second');
  for (const name of ['first', 'second']) {
    const { out } = await place.plafond('.', `diff main --policies products/${name}`);
    expect(out).toContain(note(`products/${name}`, name));
  }
});

test.each([
  ['a new product beside the old one', 'other/all.yaml', policyFor('view')],
  ['a copy', 'other/settings.yaml', settings('one')],
])('%s is new, and nothing else is said of it', async (_, file, text) => {
  place.write('other/all.yaml', policyFor('view'));
  place.write(file, text);
  const { out } = await place.plafond('.', 'diff main --policies other');
  expect(out).toContain('new · tenant acme is new');
  expect(out).not.toContain('policies-moved');
});

test('files of other tools that went away are no policies', async () => {
  place.write('deploy/all.yaml', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n');
  place.write('config/all.yaml', 'kind: of\n');
  commit('others');
  place.git('.', 'branch', '-f', 'main');
  place.git('.', 'rm', '-rq', 'deploy', 'config');
  place.write('other/all.yaml', policyFor('view'));
  expect((await place.plafond('.', 'diff main --policies other')).out).not.toContain('policies-moved');
});

test('policies that lay in the root of the repository are found there', async () => {
  place.git('.', 'mv', 'policies/settings.yaml', 'settings.yaml');
  place.git('.', 'mv', 'policies/all.yaml', 'all.yaml');
  commit('root');
  place.git('.', 'branch', '-f', 'main');
  place.write('policies/.keep', '');
  for (const file of ['settings.yaml', 'all.yaml']) place.git('.', 'mv', file, `policies/${file}`);
  expect((await place.plafond('.', 'diff main')).out).toContain(note('policies', '.'));
});
