// Measures how long `plafond since` takes on a long history, against a walk that compiles every commit.
//
//   npm run build && node bench/since.mjs [commits] [--no-walk]
//
// Copies policies/ into a repository of its own in a temporary folder and gives it a history of a thousand
// commits: edits of roles, user types, ceilings and models, now and then one that does not compile, and merges.
// Then asks for the history of a cell and prints the time, the peak memory and how much of it is git; and
// compiles every commit anew, compares the answers and prints that time too.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const commits = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 1000);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-since-'));
const asked = { permission: 'Company:export', tenant: 'acme', role: 'csm' };

/** A small generator of numbers that is the same on every machine. */
let state = 12345;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};

const files = new Map(
  readdirSync(path.join(root, 'policies'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
);
const names = [...files.keys()].sort();

/** The texts that are written in two ways, back and forth; the first two decide the cell that is asked about. */
const csm = 'policies/roles/csm.yaml';
const acme = 'policies/tenants/acme/tenant.yaml';
const toggles = [
  [csm, 'actions: [view, update]', 'actions: [view, update, export]'],
  [acme, 'models: { "*": all }', 'models: { "*": { except: [export] } }'],
  [csm, 'Comment: all', 'Comment: [view]'],
  ['policies/roles/manager.yaml', 'portfolio: [', 'portfolio:  ['],
];

/** One edit: of a comment, of what counts, or now and then a mistake that the next commit takes back. */
let mistaken;
function edit(at) {
  if (mistaken) {
    const file = mistaken;
    mistaken = undefined;
    return write(file, files.get(file).replace(/mistake: true\n$/, ''));
  }
  const file = names[random(names.length)];
  const kind = random(20);
  // The last commit must compile: `since` asks about it.
  if (kind === 0 && at < commits - 1) {
    mistaken = file;
    return write(file, `${files.get(file)}mistake: true\n`);
  }
  if (kind > 5) return write(file, `# ${at}\n${files.get(file).replace(/^# \d+\n/, '')}`);
  const [toggled, one, other] = toggles[random(toggles.length)];
  const text = files.get(toggled);
  return write(toggled, text.includes(other) ? text.replace(other, one) : text.replace(one, other));
}

function write(file, text) {
  files.set(file, text);
  return [file, text];
}

/** The whole history as one stream for `git fast-import`. */
const stream = [];
const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;
const who = (at) => `Ada <ada@acme.example> ${1_700_000_000 + at * 3600} +0100\n`;
let mark = 0;
const commit = (at, subject, changes, extra = '') => {
  mark++;
  stream.push(
    `commit refs/heads/main\nmark :${mark}\nauthor ${who(at)}committer ${who(at)}${data(subject)}${extra}`,
  );
  for (const [file, text] of changes) stream.push(`M 100644 inline ${JSON.stringify(file)}\n${data(text)}`);
  return mark;
};
commit(0, 'the first', files);
for (let at = 1; at < commits; at++) {
  const before = mark;
  const change = edit(at);
  if (at % 25 !== 0) commit(at, `change ${at}`, [change]);
  else {
    const side = commit(at, `side ${at}`, [change]);
    commit(at, `merge ${at}`, [change], `from :${before}\nmerge :${side}\n`);
  }
}
const run = (command, args, more) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', ...more });
run('git', ['init', '-q', '-b', 'main']);
run('git', ['fast-import', '--quiet'], { input: stream.join('') });
run('git', ['reset', '-q', '--hard']);

const line = ['since', asked.permission, '--tenant', asked.tenant, '--role', asked.role, '--format', 'json'];
const started = performance.now();
const { stdout, stderr, status } = spawnSync(
  '/usr/bin/env',
  ['time', '-f', '%M %U', process.execPath, path.join(root, 'dist/plafond.js'), ...line],
  { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 },
);
const fast = performance.now() - started;
if (status !== 0) throw new Error(stderr);
const told = JSON.parse(stdout);
const git = performance.now();
run('git', ['log', '--first-parent', '--raw', '-z', '--', 'policies'], { maxBuffer: 2 ** 30 });
const gitTime = performance.now() - git;
const seconds = (time) => `${(time / 1000).toFixed(2)} s`;
const print = (text) => process.stdout.write(`${text}\n`);
print(`${commits} commits over ${files.size} files`);
const [memory, cpu] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
print(
  `since: ${seconds(fast)}, ${cpu} s of it computing; git log alone ${seconds(gitTime)}; ${Math.round(memory / 1024)} MB`,
);
print(`  ${told.history.length} transitions, ${told.skipped.length} revisions that do not compile`);

if (!process.argv.includes('--no-walk')) {
  const bundle = path.join(folder, 'walk.mjs');
  await build({
    stdin: {
      contents: `export { compile } from './compiler/compile.ts'; export { openGit } from './compiler/io/git.ts';`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const { compile, openGit } = await import(pathToFileURL(bundle).href);
  const begun = performance.now();
  const flips = [];
  let was = false;
  for (const hash of run('git', ['rev-list', '--first-parent', '--reverse', 'HEAD']).trim().split('\n')) {
    const { compiled } = compile(openGit(folder).filesAt(hash, 'policies'), 'policies');
    if (!compiled) continue;
    const { policy, rows } = compiled.matrix;
    const row = rows.find(({ tenant, role }) => tenant.name === asked.tenant && role.name === asked.role);
    const index = policy.catalog.cellOf.get(asked.permission)?.index ?? -1;
    const is = index >= 0 && row !== undefined && ((row.effective[index >>> 5] >>> (index & 31)) & 1) === 1;
    if (is !== was) flips.unshift(`${is ? 'gained' : 'lost'} ${hash}`);
    was = is;
  }
  const walk = performance.now() - begun;
  const ours = told.history
    .filter(({ kind }) => kind === 'gained' || kind === 'lost')
    .map(({ kind, commit: hash }) => `${kind} ${hash}`);
  const agrees = JSON.stringify(ours) === JSON.stringify(flips);
  print(
    `walk:  ${seconds(walk)}, ${(walk / fast).toFixed(1)} times as long; ${agrees ? 'the answers agree' : 'THE ANSWERS DIFFER'}`,
  );
  if (!agrees) process.exitCode = 1;
}
rmSync(folder, { recursive: true });
