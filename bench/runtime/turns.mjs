// A process of bench/runtime.mjs that holds some peers: it answers with what they say to every call, and then, a turn
// at a time, with how long one check takes.
import { pathToFileURL } from 'node:url';
import { startClock } from './clock.mjs';
import { accesscontrol, casbin, cedar } from './engines.mjs';
import { bareBits, caslCompact, caslNaive, facade, mapOfSets } from './peers.mjs';

/**
 * The peers by the process they share: those whose ratios are goals do, since two processes may run at different
 * speeds. Others have their own: V8 of Node 20 has aborted where accesscontrol was hot beside Cedar's wasm.
 */
export const groups = {
  quick: [mapOfSets, caslCompact, caslNaive, bareBits],
  cedar: [cedar('role and model'), cedar('role')],
  accesscontrol: [accesscontrol],
  casbin: [casbin],
};

/** The number of calls that a slow peer is asked in a turn, and of its answers that are compared. */
const few = {
  'Cedar (wasm), a set for each role and model': { asked: 64, compared: 1000 },
  'Cedar (wasm), a set for each role': { asked: 16, compared: 200 },
  accesscontrol: { asked: 256, compared: 1000 },
  'casbin, an enforcer for each role': { asked: 24, compared: 100 },
};

/** Serves the turns of a group until the parent closes the channel. */
export async function serve(group, facadePath) {
  const peers = [...groups[group]];
  if (group === 'quick') peers.unshift(facade(await import(pathToFileURL(facadePath).href)));
  const prepared = new Map();
  process.on('message', async ({ world, peer, kind, milliseconds }) => {
    if (world) process.send(await answersOf(peers, world, prepared));
    else process.send(timed(prepared.get(peer)[kind], milliseconds));
  });
  process.on('disconnect', () => process.exit(0));
}

async function answersOf(peers, world, prepared) {
  const answers = {};
  for (const peer of peers) {
    const kinds = await peer.prepare(world);
    const { asked, compared } = few[peer.name] ?? { asked: Infinity, compared: Infinity };
    answers[peer.name] = {};
    for (const [kind, { calls, check }] of Object.entries(kinds)) {
      answers[peer.name][kind] = calls
        .slice(0, compared)
        .map((call) => (check(call) ? '1' : '0'))
        .join('');
      kinds[kind] = loopOver(calls.slice(0, asked), check);
    }
    prepared.set(peer.name, kinds);
  }
  return answers;
}

let loops = 0;

/** Each loop is a function of its own, so that V8 learns about each check apart from the others. */
function loopOver(calls, check) {
  const text = `let allowed = 0; for (let at = 0; at < calls.length; at++) if (check(calls[at])) allowed++; return allowed; // ${loops++}`;
  const loop = new Function('calls', 'check', text);
  return { run: () => loop(calls, check), count: calls.length, expected: loop(calls, check) };
}

/** Nanoseconds of CPU for one check, the whole list again and again for at least so long. */
function timed({ run, count, expected }, milliseconds) {
  const until = performance.now() + milliseconds;
  const clock = startClock();
  let passes = 0;
  do {
    if (run() !== expected) throw new Error('a peer has changed its mind');
    passes++;
  } while (performance.now() < until);
  return (clock() * 1e3) / (passes * count);
}
