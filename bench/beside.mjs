// Compares the speed of `check` and `compile` with that of another build, such as the one of an earlier release.
//
//   npm run build && node bench/beside.mjs OTHER [rounds] [policies] [policies of OTHER]
//
// OTHER is a checkout that was built. Runs both builds in turn on a folder that holds `policies/` (this one, and for OTHER
// its own, since an older build may not read newer files), and prints the processor time of each and the median of the
// ratios of the rounds. Times of processes: starting Node, and loading the program, are in them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, timeOfProcess } from './runtime/clock.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [other, rounds = '15', folder = root, folderOfOther = other] = process.argv.slice(2);
if (other === undefined) throw new Error('name a checkout that was built: node bench/beside.mjs OTHER');
const out = mkdtempSync(path.join(tmpdir(), 'plafond-beside-'));
process.on('exit', () => rmSync(out, { recursive: true, force: true }));

const timeOf = (build, cwd, words) =>
  timeOfProcess(path.join(path.resolve(build), 'dist/plafond.js'), cwd, words);

for (const command of ['check', 'compile']) {
  // Each build has an output of its own, which after the first round is as it would write it.
  const wordsOf = (side) => (command === 'compile' ? [command, '--out', path.join(out, side)] : [command]);
  const sides = [
    () => timeOf(root, folder, wordsOf('here')),
    () => timeOf(other, folderOfOther, wordsOf('there')),
  ];
  const taken = [];
  for (let round = -1; round < Number(rounds); round++) {
    // Who comes first takes turns.
    const times =
      round % 2 === 0
        ? sides.map((run) => run())
        : sides
            .toReversed()
            .map((run) => run())
            .toReversed();
    if (round >= 0) taken.push(times);
  }
  const [here, there] = [0, 1].map((side) => median(taken.map((times) => times[side])));
  const ratio = median(taken.map(([mine, theirs]) => mine / theirs));
  process.stdout.write(
    `${command.padEnd(8)} ${here.toFixed(0)} ms here, ${there.toFixed(0)} ms there, ratio ${ratio.toFixed(2)}\n`,
  );
}
