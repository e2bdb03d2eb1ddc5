import { spawnSync } from 'node:child_process';

/** Starts to count the microseconds of CPU that this process takes: others on the machine do not lengthen them. */
export function startClock() {
  const { user, system } = process.cpuUsage();
  return () => {
    const now = process.cpuUsage();
    return now.user - user + now.system - system;
  };
}

/** Returns the median of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Returns the microseconds that one run takes, as the median over rounds of many runs; each run gets its number. */
export function repeated(rounds, runs, work) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const clock = startClock();
    for (let run = 0; run < runs; run++) work(round * runs + run);
    times.push(clock() / runs);
  }
  return median(times);
}

/** The code by which a process says at its end how many microseconds of processor time it took. */
const saying = `process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('\\ntook ' + (user + system)); });`;

/**
 * Returns the milliseconds of processor time that a script of Node takes in a process of its own, which must end well.
 */
export function timeOfProcess(script, cwd, words) {
  const argv = ['--import', `data:text/javascript,${encodeURIComponent(saying)}`, script, ...words];
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ${words.join(' ')} ends with ${status}: ${stderr}`);
  return Number(/took (\d+)$/.exec(stderr)[1]) / 1000;
}
