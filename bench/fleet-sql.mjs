// Exports a fleet whole and in shards, asks DuckDB the questions of docs/fleet.md about both, and compares the answers with
// what the naive oracle of the tests says of each tenant.
//
//   npm run build && node bench/fleet-sql.mjs [tenants] [shards]
//
// Without numbers: 10,000 tenants in 16 shards. Prints the time and size of the exports, and for each question the number of rows
// and whether they are right. Ends in exit code 1 where one is not.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from './runtime/load-sources.mjs';

const [tenants = 10_000, shards = 16] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-sql-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const { askOracle, fleetOf, openFolders, readQuestions, sorted, writeDocuments } = await loadSources(
  `
  export { askOracle, openFolders, sorted, writeDocuments } from './test/support/fleet.ts';
  export { readQuestions } from './test/support/fleet-page.ts';
  export { fleetOf } from './test/support/fleet-world.ts';`,
  { 'import.meta.dirname': JSON.stringify(path.join(root, 'test/support')) },
);
const print = (line) => process.stdout.write(`${line}\n`);

const documents = fleetOf({ tenants });
// A file may not be of any size.
for (let at = 0; at < documents.length; at += 1000)
  writeDocuments(path.join(folder, 'policies', `part-${at}`), documents.slice(at, at + 1000));

/** Runs an export in a process of its own. */
function runExport(...words) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'dist/plafond.js'), 'export', ...words],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}${stdout}`);
}

const sizeOf = (name) =>
  readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);

const started = performance.now();
runExport('--out', 'whole');
print(
  `export of ${tenants} tenants: ${((performance.now() - started) / 1000).toFixed(1)} s, ${(sizeOf('whole') / 1e6).toFixed(2)} MB`,
);
for (let shard = 1; shard <= shards; shard++) {
  runExport('--shard', `${shard}/${shards}`, '--out', `part-${shard}`);
  cpSync(path.join(folder, `part-${shard}`), path.join(folder, 'parts'), { recursive: true });
}

/** The documents of one tenant with those of none: the oracle takes time that grows with the square of all. */
const common = documents.filter(({ kind, tenant }) => kind !== 'Tenant' && tenant === undefined);
const ofTenant = new Map();
for (const document of documents) {
  const name = document.kind === 'Tenant' ? document.name : document.tenant;
  if (name !== undefined) ofTenant.set(name, [...(ofTenant.get(name) ?? []), document]);
}
const wanted = {
  'Who can export, and in which tenants?': [],
  'Which people can?': [],
  'Which roles does nobody use?': [],
  'What do roles ask for that they do not get, and from whom?': [],
};
for (const own of ofTenant.values()) {
  const { decisions, held, known, roles, used } = askOracle([...common, ...own]);
  const counts = new Map();
  for (const [tenant, role, cell, by] of decisions) {
    if (by === null && cell.endsWith(':export'))
      wanted['Who can export, and in which tenants?'].push([tenant, role, cell]);
    const key = JSON.stringify([tenant, role, by]);
    if (by === 'userType' || by === 'tenant') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts)
    wanted['What do roles ask for that they do not get, and from whom?'].push([...JSON.parse(key), count]);
  wanted['Which people can?'].push(...held.filter(([, , cell]) => cell.endsWith(':export')));
  for (const key of roles.keys()) {
    const [tenant, role] = key.split('/');
    if (known.has(tenant) && !used.has(key)) wanted['Which roles does nobody use?'].push([tenant, role]);
  }
}

const questions = readQuestions();
for (const name of ['whole', 'parts']) {
  const ask = await openFolders({ fleet: path.join(folder, name) });
  for (const [title, rows] of Object.entries(wanted)) {
    const length = rows[0]?.length ?? 0;
    const said = (await ask(questions.get(title))).map((row) => row.slice(0, length));
    const isRight = rows.length > 0 && JSON.stringify(sorted(said)) === JSON.stringify(sorted(rows));
    print(`${name}: ${title} ${said.length} rows, ${isRight ? 'right' : 'WRONG'}`);
    if (!isRight) process.exitCode = 1;
  }
}
