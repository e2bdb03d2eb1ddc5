// Compares what the reader of plain YAML reads with what `yaml` reads, on as many texts as one likes, and measures how
// fast it is.
//
//   node bench/yaml.mjs [texts] [first seed]
//
// Takes the policies, the examples and the inputs of the tests, changes them at random, and reads each in both ways. A
// text that the plain reader takes must have the same values and no mistake. Ends in exit code 1 where one has not.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from './runtime/load-sources.mjs';

const [texts = 100_000, first = 1] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));
const { compareReadings, parseAnyYaml, readPlainYaml, rollFrom, scribble, slip } = await loadSources(`
  export * from './test/support/mutate-yaml.ts';
  export { readPlainYaml } from './compiler/text/read-plain-yaml.ts';
  export { parseAnyYaml } from './compiler/text/yaml.ts';`);

const print = (line) => process.stdout.write(`${line}\n`);
const read = (folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .filter((text) => text.length < 4_000);
const policies = read('policies');
const inputs = [...policies, ...read('test')];

const counts = { plain: 0, left: 0, different: 0 };
for (let seed = first; seed < first + texts; seed++) {
  const roll = rollFrom(seed);
  const text = roll(3) === 0 ? scribble(roll) : slip(inputs[roll(inputs.length)], roll);
  const reading = compareReadings(text);
  counts[reading]++;
  if (reading === 'different' && counts.different <= 20)
    print(`seed ${seed}: ${JSON.stringify(text.slice(0, 400))}`);
}
print(
  `${texts} texts: ${counts.plain} read plainly and equal, ${counts.left} left to \`yaml\`, ${counts.different} different`,
);

const time = (readText) => {
  const before = process.cpuUsage();
  for (let round = 0; round < 20; round++) for (const text of policies) readText(text);
  return process.cpuUsage(before).user / 20_000;
};
const runs = Array.from({ length: 5 }, () => [
  time(readPlainYaml),
  time((text) => parseAnyYaml({ path: '', text })),
]);
const [plain, any] = [0, 1].map((at) => Math.min(...runs.map((run) => run[at])));
print(
  `policies/, ${policies.length} files: ${plain.toFixed(2)} ms of CPU plainly, ${any.toFixed(2)} ms by \`yaml\`, ratio ${(plain / any).toFixed(3)}`,
);
process.exitCode = counts.different > 0 ? 1 : 0;
