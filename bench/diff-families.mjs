// Holds what the diff says against what the runtime decides, on a million pairs of policies and more.
//
//   node bench/diff-families.mjs [pairs] [first seed] [policies of a family]
//
// Draws families: a small policy that is rich in something (types and values, paths of relations, several sorts of
// records, what tenants add), and many edits of it. Each is compiled once, and the runtime is asked once about every
// permission of every role and every declared user, for all users and records of a domain that is as small as the
// comparisons allow. Then every ordered pair of the family goes through the whole diff. A decision that differs must be a
// change of that permission, for that role and that user, in its direction; what is said to reach other records must be
// felt by somebody, on a larger domain if not on the small one. Ends in exit code 1 where a pair is judged wrongly.
import { loadSources } from './runtime/load-sources.mjs';

const [wanted = 1_000_000, first = 1, members = 80] = process.argv.slice(2).map(Number);
const { judgeFamily } = await loadSources("export { judgeFamily } from './test/verdicts/family/judge.ts';");

const print = (line) => process.stdout.write(`${line}\n`);
const counts = { families: 0, policies: 0, pairs: 0, felt: 0, decisions: 0, wrong: 0 };
const kinds = new Map();
const start = process.cpuUsage();
const seconds = () => process.cpuUsage(start).user / 1e6;
for (let seed = first; counts.pairs < wanted; seed++) {
  const verdict = judgeFamily(seed, members);
  counts.families++;
  counts.policies += verdict.variants;
  counts.pairs += verdict.pairs;
  counts.felt += verdict.felt;
  counts.decisions += verdict.decisions;
  for (const [kind, count] of verdict.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  for (const problem of verdict.problems.slice(0, 3)) print(`seed ${seed}: ${problem}`);
  counts.wrong += verdict.wrong;
  print(
    `seed ${seed}: ${counts.pairs} pairs of ${counts.policies} policies, ${counts.felt} felt, ${counts.wrong} wrong, ${Math.round(counts.pairs / seconds())} pairs/s of CPU`,
  );
}
print(`${counts.decisions} decisions of the runtime, ${Math.round(seconds())} s of CPU`);
print([...kinds].map(([kind, count]) => `${count} ${kind}`).join(', '));
process.exitCode = counts.wrong > 0 ? 1 : 0;
