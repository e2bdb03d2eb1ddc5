// Measures the CPU time that the commands of a working day take on policies/, as ratios to `node -e 0`.
//
//   npm run build && node bench/cli.mjs [rounds]
//
// Cold is without a cache, warm with what the run before has kept. All take turns in each of the rounds (15), a ratio is
// taken within its round, and the middle one of each is printed. CPU time is that of the process and of the git it runs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 15);
const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(path.join(tmpdir(), 'plafond-cli-'));
const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const plafond = path.join(root, bin.plafond);
const out = path.join(place, 'generated');

const lines = {
  check: ['check'],
  explain: ['explain', 'Company:export', '--tenant', 'acme', '--role', 'csm'],
  who: ['who', 'Company:export'],
  'matrix --role': ['matrix', '--role', 'csm'],
  compile: ['compile', '--out', out],
};

/** Runs a command in a shell of its own, which knows the CPU time of all that it ran. */
function timeCpu(argv, env) {
  const script = '"$@" > /dev/null 2>&1; times';
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', ...argv], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const [, children = ''] = stdout.trim().split('\n');
  return children
    .split(' ')
    .map((part) => /(\d+)m([\d.]+)s/.exec(part) ?? [])
    .reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const ratios = new Map();
try {
  for (let round = 0; round < rounds; round++) {
    const base = timeCpu(['node', '-e', '0'], {});
    for (const [name, line] of Object.entries(lines)) {
      const argv = ['node', plafond, ...line];
      const kept = { PLAFOND_CACHE: path.join(place, 'cache') };
      if (line.includes(out)) rmSync(out, { recursive: true, force: true });
      const cold = timeCpu(argv, { PLAFOND_CACHE: 'off' });
      if (round === 0) timeCpu(argv, kept);
      const warm = timeCpu(argv, kept);
      const found = ratios.get(name) ?? { cold: [], warm: [] };
      found.cold.push(cold / base);
      found.warm.push(warm / base);
      ratios.set(name, found);
    }
  }
  process.stdout.write('CPU time, times `node -e 0`\n\n| command | cold | warm |\n|---|---|---|\n');
  for (const [name, { cold, warm }] of ratios)
    process.stdout.write(`| ${name} | ${middle(cold).toFixed(1)} | ${middle(warm).toFixed(1)} |\n`);
} finally {
  rmSync(place, { recursive: true, force: true });
}
