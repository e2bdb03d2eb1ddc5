// Makes what a release publishes, from a tag. Run by .github/workflows/release.yml; `--dry-run` changes nothing.
//
//   node scripts/release.mjs v0.2.0 --out release      the tarball, its digest, the notes, the channel of npm, and what to move
//   node scripts/release.mjs v0.2.0 --dry-run          only says what it would make
//
// Refuses a tag that is not the version of package.json, a version without a section in CHANGELOG.md, changes that are
// `Unreleased` there, a repository that is not the one of package.json (npm would refuse its provenance), and a work tree with changes.
// Ends in exit code 1 then, with the reason.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pack } from './pack.mjs';

const root = process.env.PLAFOND_RELEASE_ROOT ?? fileURLToPath(new URL('..', import.meta.url));
const {
  positionals: [tag = ''],
  values: { out = 'release', 'dry-run': isDry = false },
} = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, 'dry-run': { type: 'boolean' } },
});
const run = (/** @type {string} */ program, /** @type {string[]} */ ...words) =>
  execFileSync(program, words, { cwd: root, encoding: 'utf8' });

try {
  release();
} catch (error) {
  process.stderr.write(`release: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

function release() {
  const { name, version, repository } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  if (tag !== `v${version}`)
    throw new Error(`the tag \`${tag}\` is not \`v${version}\`, the version in package.json`);
  const { GITHUB_REPOSITORY: here } = process.env;
  if (!isDry && here && repository !== `github:${here}`)
    throw new Error(
      `package.json says \`${repository}\` in \`repository\`, and this is a release of \`github:${here}\`; write that`,
    );
  const notes = readNotes(version);
  if (readSection('Unreleased')) {
    const waiting =
      'CHANGELOG.md has changes under `[Unreleased]`; give them the version that they are released in';
    if (!isDry) throw new Error(waiting);
    print(`it would be refused: ${waiting}`);
  }
  if (run('git', 'status', '--porcelain') !== '')
    throw new Error('the work tree has changes; commit them first');
  const folder = path.resolve(root, out);
  if (!isDry) mkdirSync(folder, { recursive: true });
  const packed = pack(root, folder, isDry);
  const major = `v${version.split('.')[0]}`;
  const moved = version.includes('-') ? '' : major;
  print(`${name} ${version}: ${packed.filename}, ${packed.entryCount} files, ${packed.size} bytes`);
  const channel = moved === '' ? 'next' : 'latest';
  print(
    moved === ''
      ? 'no tag is moved for a version that comes before another'
      : `the tag \`${moved}\` moves here`,
  );
  print(`\`npm install ${name}${moved === '' ? '@next' : ''}\` takes it`);
  if (isDry) return print(`notes:\n${notes}`);
  const bytes = readFileSync(path.join(folder, packed.filename));
  const digest = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(path.join(folder, 'SHA256SUMS'), `${digest}  ${packed.filename}\n`);
  writeFileSync(path.join(folder, 'notes.md'), `${notes}\n`);
  writeFileSync(path.join(folder, 'major'), moved);
  writeFileSync(path.join(folder, 'channel'), channel);
}

/** Returns the section of a version in the changelog. Throws an error if there is none or it is empty. */
function readNotes(/** @type {string} */ version) {
  const notes = readSection(version);
  if (!notes) throw new Error(`CHANGELOG.md has no section \`[${version}]\`, or nothing in it`);
  return notes;
}

/** Returns what the changelog has under a heading; nothing if there is no such heading. */
function readSection(/** @type {string} */ heading) {
  const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`[${heading}]`));
  return section?.split('\n').slice(1).join('\n').trim();
}

function print(/** @type {string} */ line) {
  process.stdout.write(`${line}\n`);
}
