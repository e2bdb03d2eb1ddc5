// Measures how long opening a signed bundle keeps a service from everything else.
//
//   npm run build && node bench/bundle.mjs [tenants] [roles]
//
// Makes a bundle of a fleet (10,000 tenants with ten roles of their own), signs it, opens a store with it, swaps to
// another release and then to the same file again, and prints the time of each and the longest pause of the event loop.
// On Linux it also prints the most time in one pause for which this thread had a processor: on a busy machine the rest of
// a pause belongs to others.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [tenants = 10_000, roles = 10] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(root, 'bench/.bundle-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'store.mjs');
const entryPoints = [path.join(root, 'runtime/store.ts')];
await build({
  entryPoints,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  external: ['@casl/ability'],
  outfile: file,
});
const { openStore } = await import(pathToFileURL(file).href);

const size = 2300;
const inOrder = (value) =>
  Array.isArray(value)
    ? value.map(inOrder)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, item]) => [key, inOrder(item)]),
        )
      : value;
const setOf = (seed) => {
  const bytes = createHash('shake256', { outputLength: Math.ceil(size / 8) })
    .update(String(seed))
    .digest();
  return bytes.toString('base64');
};
/** The set of all cells: its last byte is filled as far as there are cells. */
const allCells = Buffer.from(
  Array.from({ length: Math.ceil(size / 8) }, (_, at) => 2 ** Math.min(8, size - at * 8) - 1),
).toString('base64');
const bundle = {
  version: 2,
  size,
  catalog: {
    models: [],
    modules: [],
    features: Array.from({ length: size }, (_, at) => `Feature${at}`),
    capabilities: [],
  },
  requires: [],
  attributes: {},
  columns: {},
  userTypes: [{ name: 'Core', audience: 'member', rank: 1, allows: 0 }],
  seats: [],
  sets: [...Array.from({ length: tenants * 4 }, (_, at) => setOf(at)), allCells],
  reaches: ['all'],
  tenants: Object.fromEntries(
    Array.from({ length: tenants }, (_, at) => [
      `t${at}`,
      {
        ceiling: at * 4,
        roles: Object.fromEntries(
          Array.from({ length: roles }, (_, role) => [
            `role${role}`,
            {
              userType: 'Core',
              seats: [],
              scopes: [[tenants * 4, 0]],
              grants: at * 4 + (role % 4),
              effective: at * 4 + (role % 4),
            },
          ]),
        ),
      },
    ]),
  ),
};
bundle.digest = createHash('sha256')
  .update(JSON.stringify(inOrder(bundle)))
  .digest('hex');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const keyid = createHash('sha256')
  .update(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  .digest('hex');
const type = 'application/vnd.plafond.bundle+json';
const release = (sequence) => {
  const payload = Buffer.from(JSON.stringify({ sequence, tenant: null, bundle }));
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
  const signatures = [{ keyid, sig: sign(null, signed, privateKey).toString('base64') }];
  return Buffer.from(
    `${JSON.stringify({ payload: payload.toString('base64'), payloadType: type, signatures })}\n`,
  );
};

const say = (line) => process.stdout.write(`${line}\n`);

/** The milliseconds for which this thread had a processor; undefined where the system does not say. */
const ownTime = () =>
  existsSync('/proc/thread-self/schedstat')
    ? Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6
    : undefined;

let longest = 0;
let longestOwn = 0;
let last = performance.now();
let lastOwn = ownTime() ?? 0;
const beat = () => {
  const [now, own] = [performance.now(), ownTime() ?? 0];
  longest = Math.max(longest, now - last);
  longestOwn = Math.max(longestOwn, own - lastOwn);
  [last, lastOwn] = [now, own];
  setImmediate(beat);
};
async function timed(what, act) {
  const start = performance.now();
  [longest, last] = [0, start];
  [longestOwn, lastOwn] = [0, ownTime() ?? 0];
  const result = await act();
  await new Promise((resolve) => setImmediate(resolve));
  const time = (performance.now() - start).toFixed(0).padStart(6);
  const own = ownTime() === undefined ? '' : `, ${longestOwn.toFixed(0)} ms of it by this thread`;
  say(`${what.padEnd(24)} ${time} ms, longest pause ${longest.toFixed(0)} ms${own}`);
  return result;
}

const [first, second] = [release(1), release(2)];
say(`${tenants} tenants, ${(first.length / 1e6).toFixed(1)} MB`);
beat();
const keys = [publicKey.export({ type: 'spki', format: 'pem' })];
const store = await timed('open', () => openStore({ bundle: first, keys, limit: Infinity }));
await timed('swap to a newer one', () => store.swap(second));
await timed('swap to the same file', () => store.swap(second));
process.exit();
