// Looks for damage to a file that makes the compiler throw, hang or grow.
//
//   node bench/mutations.mjs [files] [first seed]
//
// Damages the bytes of files of policies/, test/mistakes and test/lints, one at a time: flips, cuts, splices,
// repetitions, nestings, words without end. Compiles, lints and prints each; prints the slowest, the peak memory and
// which findings there were. Ends in 1 where something was thrown or took longer than ten seconds.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from './runtime/load-sources.mjs';

const [files = 20_000, first = 1] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));
const longest = 10_000;

const filesBelow = (folder) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [`policies/${path.relative(folder, file)}`, readFileSync(file)]),
  );

const rooms = ['test/mistakes', 'test/lints'].flatMap((room) =>
  readdirSync(path.join(root, room))
    .filter((name) => name !== 'too-large')
    .map((name) => filesBelow(path.join(root, room, name, 'policies'))),
);
const whole = filesBelow(path.join(root, 'policies'));
const alone = Object.entries(whole).map(([file, bytes]) => ({ [file]: bytes }));

const { mutate, readWhole } = await loadSources("export * from './test/support/mutations.ts';");
const codes = new Map();
const faults = [];
let slowest = { time: 0, seed: 0 };
let compiled = 0;
for (let seed = first; seed < first + files; seed++) {
  // The whole policies take long to compile: one in a hundred.
  const folder =
    seed % 100 === 0 ? whole : seed % 3 === 0 ? alone[seed % alone.length] : rooms[seed % rooms.length];
  const start = performance.now();
  try {
    const said = readWhole(mutate(folder, seed));
    if (said.isCompiled) compiled++;
    for (const code of new Set(said.codes)) codes.set(code, (codes.get(code) ?? 0) + 1);
  } catch (error) {
    faults.push(`seed ${seed}: ${error instanceof Error ? error.stack : error}`);
  }
  const time = performance.now() - start;
  if (time > slowest.time) slowest = { time, seed };
  if (time > longest) faults.push(`seed ${seed}: took ${Math.round(time)} ms`);
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(
  `${files} files: ${compiled} compile, ${faults.length} faults; the slowest took ${Math.round(slowest.time)} ms (seed ${slowest.seed}); peak ${peak} MiB\n`,
);
for (const [code, times] of [...codes].sort(([, a], [, b]) => b - a))
  process.stdout.write(`${String(times).padStart(8)}  ${code}\n`);
for (const fault of faults.slice(0, 20)) process.stdout.write(`\n${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
