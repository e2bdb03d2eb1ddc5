/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const script = path.join(import.meta.dirname, '../../scripts/release.mjs');
let root: string;

/** A repository with a package of one file, whose owner is known. */
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'plafond-release-'));
  write('package.json', {
    name: 'plafond',
    version: '1.2.3',
    repository: 'github:acme/plafond',
    files: ['a.js'],
  });
  writeFileSync(path.join(root, 'a.js'), '1;\n');
  writeFileSync(
    path.join(root, 'CHANGELOG.md'),
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-31\n\n- One thing.\n\n## [1.2.2]\n\n- Another.\n',
  );
  writeFileSync(path.join(root, '.gitignore'), 'release\n*.tgz\n');
  git('init', '--quiet');
  commit();
});
afterAll(() => rmSync(root, { recursive: true }));

const write = (file: string, value: object) =>
  writeFileSync(path.join(root, file), `${JSON.stringify(value, null, 2)}\n`);
const git = (...words: readonly string[]) =>
  spawnSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...words], {
    cwd: root,
  });
const commit = () => {
  git('add', '.');
  git('commit', '--quiet', '-m', 'Change');
};
const release = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PLAFOND_RELEASE_ROOT: root,
      GITHUB_REPOSITORY: 'acme/plafond',
      npm_config_offline: 'true',
    },
  });
  return { status, stdout, stderr };
};
const edit = (change: (manifest: Record<string, unknown>) => object) => {
  write('package.json', change(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))));
  commit();
};

test('a dry run says what would be published, and writes nothing', () => {
  const before = readdirSync(root);
  const { status, stdout } = release('v1.2.3', '--dry-run');
  expect(status).toBe(0);
  expect(stdout).toContain('plafond 1.2.3: plafond-1.2.3.tgz, 2 files');
  expect(stdout).toContain('the tag `v1` moves here\n`npm install plafond` takes it\nnotes:\n- One thing.\n');
  expect(readdirSync(root)).toEqual(before);
});

test('a release is the tarball with its digest, the notes, and the tag that moves', () => {
  expect(release('v1.2.3', '--out', 'release').status).toBe(0);
  const read = (file: string) => readFileSync(path.join(root, 'release', file), 'utf8');
  expect(readdirSync(path.join(root, 'release')).sort()).toEqual(
    ['SHA256SUMS', 'channel', 'major', 'notes.md', 'plafond-1.2.3.tgz'].sort(),
  );
  expect(read('SHA256SUMS')).toMatch(/^[0-9a-f]{64} {2}plafond-1\.2\.3\.tgz\n$/);
  expect([read('notes.md'), read('major'), read('channel')]).toEqual(['- One thing.\n', 'v1', 'latest']);
});

test('a tag of another version, a version without notes, changes and a repository that is not the one of package.json are refused', () => {
  expect(release('v1.2.4')).toMatchObject({
    status: 1,
    stderr: 'release: the tag `v1.2.4` is not `v1.2.3`, the version in package.json\n',
  });
  appendFileSync(path.join(root, 'a.js'), '2;\n');
  expect(release('v1.2.3').stderr).toBe('release: the work tree has changes; commit them first\n');
  edit((manifest) => ({ ...manifest, version: '1.3.0-beta.1' }));
  expect(release('v1.3.0-beta.1').stderr).toContain('CHANGELOG.md has no section `[1.3.0-beta.1]`');
  appendFileSync(path.join(root, 'CHANGELOG.md'), '\n## [1.3.0-beta.1]\n\n- Soon.\n');
  edit((manifest) => ({ ...manifest, repository: 'github:others/plafond' }));
  expect(release('v1.3.0-beta.1', '--dry-run').stdout).toContain('no tag is moved');
  expect(release('v1.3.0-beta.1').stderr).toBe(
    'release: package.json says `github:others/plafond` in `repository`, and this is a release of `github:acme/plafond`; write that\n',
  );
});

test('changes that no version has are not released without their notes', () => {
  const changelog = path.join(root, 'CHANGELOG.md');
  const before = readFileSync(changelog, 'utf8');
  writeFileSync(changelog, before.replace('## [Unreleased]\n', '## [Unreleased]\n\n- A third.\n'));
  edit((manifest) => ({ ...manifest, repository: 'github:acme/plafond' }));
  const reason =
    'CHANGELOG.md has changes under `[Unreleased]`; give them the version that they are released in';
  expect(release('v1.3.0-beta.1')).toMatchObject({ status: 1, stderr: `release: ${reason}\n` });
  expect(release('v1.3.0-beta.1', '--dry-run')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(`it would be refused: ${reason}\n`),
  });
  writeFileSync(changelog, before);
  commit();
});

test('a version that comes before another is not what npm installs unasked, and moves no tag', () => {
  edit((manifest) => ({ ...manifest, repository: 'github:acme/plafond' }));
  expect(release('v1.3.0-beta.1', '--out', 'release').stdout).toContain(
    '`npm install plafond@next` takes it',
  );
  const read = (file: string) => readFileSync(path.join(root, 'release', file), 'utf8');
  expect([read('major'), read('channel')]).toEqual(['', 'next']);
});

test.each([
  ['v1', ''],
  ['', '--prerelease'],
])('with the tag %j to move the workflow passes %j to GitHub', (major, flag) => {
  const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8'));
  const steps: readonly { readonly run?: string }[] = jobs.release.steps;
  const last = steps.findLast(({ run }) => run !== undefined)?.run ?? '';
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-steps-'));
  mkdirSync(path.join(folder, 'release'));
  writeFileSync(path.join(folder, 'release/major'), major);
  const { stdout, status } = spawnSync('bash', ['-e', '-c', `gh() { echo "$@"; }\n${last}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GITHUB_REF_NAME: 'v1.2.3', GITHUB_REPOSITORY: 'acme/plafond', GITHUB_SHA: 'a1' },
  });
  rmSync(folder, { recursive: true });
  const [created = '', ...moved] = stdout.trim().split('\n');
  expect([status, created.split('notes.md')[1]?.trim(), moved.length]).toEqual([
    0,
    flag,
    major === '' ? 0 : 1,
  ]);
});

test('the workflow publishes what the script made, once, with provenance', () => {
  const workflow = readFileSync('.github/workflows/release.yml', 'utf8');
  expect(workflow).toContain('node scripts/release.mjs "$GITHUB_REF_NAME" --out release');
  expect(workflow.match(/npm publish .*/g)).toEqual([
    'npm publish release/*.tgz --tag "$(cat release/channel)" --provenance --access public',
  ]);
  expect(workflow.indexOf('.ci/run')).toBeLessThan(workflow.indexOf('npm publish'));
});
