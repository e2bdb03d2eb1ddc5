// Compares what the diff says with what the runtime decides, on as many random pairs of policies as one likes.
//
//   node bench/diff-verdicts.mjs [pairs] [first seed]
//
// Draws pairs of small policies, compiles both, and asks the runtime about every permission of every role, on all
// records and users of a small domain. A decision that differs must be a change of that permission of that role, in its
// direction; a change that nobody feels is told too. Ends in exit code 1 where a pair is judged wrongly.
import { loadSources } from './runtime/load-sources.mjs';

const [pairs = 10_000, first = 1] = process.argv.slice(2).map(Number);
const { judgePair } = await loadSources("export { judgePair } from './test/verdicts/decisions.ts';");

const print = (line) => process.stdout.write(`${line}\n`);
const counts = { pairs: 0, compared: 0, wrong: 0 };
const kinds = new Map();
for (let seed = first; seed < first + pairs; seed++) {
  const verdict = judgePair(seed);
  counts.pairs++;
  if (verdict.compared) counts.compared++;
  for (const kind of verdict.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  if (verdict.problems.length > 0) {
    counts.wrong++;
    print(`seed ${seed}: ${verdict.problems.slice(0, 3).join('; ')}`);
  }
  if (counts.pairs % 1000 === 0)
    print(`${counts.pairs} pairs, ${counts.compared} compared, ${counts.wrong} wrong`);
}
print(`${counts.pairs} pairs, ${counts.compared} compared, ${counts.wrong} wrong`);
print([...kinds].map(([kind, count]) => `${count} ${kind}`).join(', '));
process.exitCode = counts.wrong > 0 ? 1 : 0;
