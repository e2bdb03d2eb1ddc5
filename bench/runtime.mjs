// Measures the cost of the answers of the facade, against stock CASL, code written by hand, and other engines.
//
//   node bench/runtime.mjs [--quick | --brief] [--assert]
//
// Takes three quarters of a minute, with --quick half of that: fewer rounds, and a fleet of 200 tenants, not 1,000. With
// --brief it only shows that everything runs: few questions, one round, 20 tenants.
//
// Compiles policies in memory with the compiler as it stands in this folder, so that what is measured are the
// artifacts as emitted: a made world (45 models with five actions and 25 properties, 30 features, 8 modules, 8 roles,
// ten models limited by portfolio) and the real policies/. The peers, in bench/runtime/peers.mjs and engines.mjs:
//
// - facade: runtime/ bundled by esbuild, opened with bundle.json
// - CASL, compact rules: stock CASL on the rules of rules/, holes filled, records tagged by `subject()` beforehand
// - CASL, naive rules: the same with one rule for each cell and alternative
// - Map of Sets: what one would write by hand, names through Maps and records by a predicate
// - bit set, numbers known: one array and a number that stands in the code
// - Cedar's wasm, its policies parsed beforehand: a set for each role and model, its best layout; a set for each role
// - casbin with an enforcer for each role; accesscontrol with a row for each action on a model
//
// First every peer answers the same questions, of five kinds, and all must give the same answers: the quick ones
// 4,096 of each kind and world, the slow ones as many as turns.mjs says. Only then the time of a check. The quick
// peers share a process, the others have theirs (Node 20 aborts where accesscontrol and Cedar's wasm are hot together);
// peers take turns inside a round, ratios are taken inside the round, and their median counts, with the 10th and 90th
// percentile beside it. Times are of CPU, so that others on the machine count for little; compare ratios all the same.
//
// Then what comes before the checks and beside them, in costs.mjs. Goals, from what the libraries were measured at, are
// printed last; with --assert a missed one ends in exit code 1.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { measure } from './runtime/costs.mjs';
import { checksTable, costsTable, goalsTable } from './runtime/report.mjs';
import { groups, serve } from './runtime/turns.mjs';
import { compiled, madeFiles, realFolder, worldOf } from './runtime/world.mjs';

const self = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
// Garbage is collected by the thread that makes it, so that it is counted once. V8's bets on which places in the code
// make what lives long are off: in a loop they fall either way, and threefold, for CASL alone as for the facade.
const execArgv = ['--expose-gc', '--single-threaded-gc', '--no-allocation-site-pretenuring'];
// V8 of Node 20 aborted now and then beside wasm; since it builds no calls of wasm into other code, it has not.
if (process.version.startsWith('v20.')) execArgv.push('--no-turbo-inline-js-wasm-calls');
const [mode, ...args] = process.argv.slice(2);
if (mode === 'turns') await serve(...args);
else if (mode === 'costs') await measure(...args);
else await main(sizeOf(process.argv), process.argv.includes('--assert'));

/** Returns the number of questions of each kind, of rounds, and of tenants of the fleet. */
function sizeOf(words) {
  if (words.includes('--brief')) return { count: 32, rounds: { quick: 1, slow: 1 }, tenants: 20 };
  if (words.includes('--quick')) return { count: 4096, rounds: { quick: 9, slow: 1 }, tenants: 200 };
  return { count: 4096, rounds: { quick: 31, slow: 3 }, tenants: 1000 };
}

async function main({ count, rounds, tenants }, isAsserted) {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-bench-facade-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const facade = path.join(folder, 'facade.mjs');
  const compiler = await bundled(folder, facade);
  const made = (number) => compiler.filesInMemory(madeFiles(number));
  const worlds = [
    worldOf(compiler, 'made world', made(1), 'policies', { tenants: 1, count }),
    worldOf(compiler, 'policies/', compiler.filesOnDisk(realFolder), realFolder, { tenants: 1, count }),
  ];
  const say = (text) => process.stdout.write(`${text}\n`);
  const checks = [];
  for (const world of worlds) {
    checks.push(await checked(world, facade, rounds));
    say(checksTable(checks.at(-1)));
  }
  const write = (number) => {
    const file = path.join(folder, `${number}.json`);
    writeFileSync(file, compiled(compiler, made(number)).bundle);
    return file;
  };
  const small = write(20);
  const fleet = write(tenants);
  const costs = {};
  for (const part of ['first', 'opening', 'users', 'newAbilities', 'abilities', 'fleet'])
    Object.assign(costs, await told('costs', part, facade, part === 'fleet' ? fleet : small));
  say(costsTable(costs));
  const { text, isMet } = goalsTable(checks, costs);
  say(text);
  if (isAsserted && !isMet) process.exitCode = 1;
}

/** The facade and the compiler as they stand, each in one file. */
async function bundled(folder, facade) {
  const shared = { bundle: true, format: 'esm', logLevel: 'warning', absWorkingDir: root };
  const outfile = path.join(folder, 'compiler.mjs');
  await build({
    ...shared,
    entryPoints: ['runtime/facade.ts'],
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    outfile: facade,
  });
  await build({
    ...shared,
    stdin: {
      contents: `export { compile } from './compiler/compile.ts';
        export { emitBundle } from './compiler/targets/bundle.ts';
        export { emitRules } from './compiler/targets/rules.ts';
        export { reachOf } from './compiler/model/cell-reach.ts';
        export { writeReach } from './compiler/model/write-reach.ts';
        export { filesOnDisk } from './compiler/io/disk.ts';
        export { filesInMemory } from './compiler/text/files.ts';`,
      resolveDir: root,
    },
    platform: 'node',
    outfile,
    alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return import(pathToFileURL(outfile).href);
}

/** Returns the one message that a process of its own sends. */
async function told(...words) {
  const child = fork(self, words, { execArgv });
  const answer = await reply(child);
  child.disconnect();
  return answer;
}

/** The next message of a process. */
function reply(child) {
  return new Promise((resolve, reject) => {
    const ended = (code, signal) =>
      reject(new Error(`${child.spawnargs.slice(-3, -1).join(' ')}: ended with ${code ?? signal}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** Compares the answers of all peers, then takes their times in turns: nanoseconds by kind, round and peer. */
async function checked(world, facade, rounds) {
  const children = Object.keys(groups).map((name) => fork(self, ['turns', name, facade], { execArgv }));
  const ask = (child, message) => {
    const answer = reply(child);
    child.send(message);
    return answer;
  };
  const answers = await Promise.all(children.map((child) => ask(child, { world })));
  const compared = compare(answers);
  const times = {};
  for (const kind of Object.keys(world.calls)) {
    times[kind] = [];
    // The round before the first is for V8 to learn.
    for (let round = -1; round < rounds.quick; round++) {
      const taken = {};
      for (const [number, child] of children.entries())
        for (const peer of Object.keys(answers[number]))
          if (number === 0 || round < rounds.slow)
            taken[peer] = await ask(child, { peer, kind, milliseconds: number === 0 ? 8 : 1 });
      if (round >= 0) times[kind].push(taken);
    }
  }
  for (const child of children) child.disconnect();
  return { name: world.name, sessions: world.sessions.length, compared, times };
}

/** Compares the answers of the peers, and returns how many were compared. Throws if one differs. */
function compare(answers) {
  const all = Object.assign({}, ...answers);
  const oracle = all['Map of Sets'];
  const compared = {};
  for (const [peer, kinds] of Object.entries(all))
    for (const [kind, given] of Object.entries(kinds)) {
      const differs = [...given].findIndex((answer, at) => answer !== oracle[kind][at]);
      if (differs >= 0)
        throw new Error(`${peer} answers question ${differs} of ${kind} as no other peer does`);
      compared[peer] = (compared[peer] ?? 0) + given.length;
    }
  return compared;
}
