// Compares random worlds with the naive oracle for as long as one likes: node bench/worlds.mjs [worlds] [seed] [--shrink] [--all] [--only=cells]
import { loadSources } from './runtime/load-sources.mjs';

const [worlds = '200', seed = '1'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isShrinking = process.argv.includes('--shrink');
const isListing = process.argv.includes('--all');
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? '';

const { run } = await loadSources("export { run } from './test/oracle/run.ts';");
const start = process.cpuUsage();
const {
  worlds: valid,
  compared,
  refused,
  different,
} = run(Number(worlds), Number(seed), [1, 1, 2], isShrinking, only);
const { user } = process.cpuUsage(start);
for (const [what, found] of [
  ['refused', refused],
  ['different', different],
])
  for (const [key, texts] of found)
    process.stdout.write(
      `## ${what}: ${key}, ${texts.length} times\n${texts.slice(0, isListing ? 100 : 1).join('\n')}\n\n`,
    );
process.stdout.write(
  `${valid} worlds compiled, ${compared} answers compared, ${Math.round(user / 1000)} ms\n`,
);
