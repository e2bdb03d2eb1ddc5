// The tables of bench/runtime.mjs.
import { median } from './clock.mjs';

const byHand = 'Map of Sets';
const casl = 'CASL, compact rules';
const words = {
  toggle: 'toggle',
  model: 'model',
  property: 'property',
  record: 'record',
  both: 'record and property',
};

/** One world: nanoseconds of each peer with their ratio, to Map of Sets where no record is asked about, else to CASL. */
export function checksTable({ name, sessions, compared, times }) {
  const kinds = Object.keys(times);
  const peers = Object.keys(compared);
  const head = ['peer', ...kinds.map((kind) => words[kind]), 'answers compared'];
  const lines = peers.map((peer) => [
    peer,
    ...kinds.map((kind) => {
      const taken = times[kind].map((round) => round[peer]).filter((time) => time !== undefined);
      const { middle, low, high } = ratio(times[kind], peer, baseOf(kind));
      const range = taken.length < 5 ? '' : `: ${short(low)}-${short(high)}`;
      const spread = peer === baseOf(kind) ? '' : ` (${short(middle)}${range})`;
      return `${time(median(taken) / 1000)}${spread}`;
    }),
    String(compared[peer]),
  ]);
  return `\n### Checks, ${name}, ${sessions} roles\n
Median time of one check; in brackets the ratio to ${byHand} (toggle, model, property) or to ${casl} (the others),
median and 10th to 90th percentile of the rounds. All answers are equal.\n\n${table(head, lines)}`;
}

const baseOf = (kind) => (kind === 'record' || kind === 'both' ? casl : byHand);

/** The ratio of two peers inside each round. */
function ratio(rounds, peer, base) {
  const ratios = rounds
    .filter((round) => round[peer] !== undefined)
    .map((round) => round[peer] / round[base])
    .sort((a, b) => a - b);
  const at = (share) => ratios[Math.round((ratios.length - 1) * share)];
  return { middle: median(ratios), low: at(0.1), high: at(0.9) };
}

/** Prints what is measured before and beside the checks. */
export function costsTable(costs) {
  const kept = `${costs.fleetTables} (tenant, role) tables`;
  return `\n### Before and beside the checks, made world\n\n${table(
    ['what', 'cost'],
    [
      ['first in a process: parse and open, 20 tenants', time(costs.firstOpen)],
      ['first in a process: `permissions()`, a check, `.ability`', first(costs)],
      [`\`JSON.parse\` of the bundle, 20 tenants, ${bytes(costs.bytes)}`, time(costs.parse)],
      ['opening it', time(costs.open)],
      ['`permissions()`, cold: tenant and role never seen', time(costs.cold)],
      ['the same with two roles, each seen', time(costs.coldTwo)],
      ['`permissions()`, warm: another user', time(costs.warm)],
      ['the same with the first check of a record', time(costs.warmChecked)],
      ['`where()`', time(costs.where)],
      ['`fields()` of a record', time(costs.fields)],
      [
        `\`createMongoAbility\` of stock CASL on the ${costs.rules} rules of a role, for comparison`,
        time(costs.abilityBare),
      ],
      ['`.ability`, cold: a role of its own kind', time(costs.abilityCold)],
      ['`.ability`, cold: a role that another tenant has much alike', time(costs.abilityKnown)],
      ['`permissions().ability`, warm: another user', time(costs.abilityWarm)],
      ['the same with two roles', time(costs.abilityWarmTwo)],
      [
        `opening a fleet, ${costs.fleetTables / 8} tenants of 8 roles, ${bytes(costs.fleetBytes)}`,
        time(costs.fleetLoad),
      ],
      ['memory of the open fleet', bytes(costs.fleetOpened)],
      [`memory of each of ${kept}`, bytes(costs.table)],
      ['the whole process then', bytes(costs.rss)],
    ],
  )}`;
}

const first = ({ firstPolicy, firstCheck, firstAbility }) =>
  [firstPolicy, firstCheck, firstAbility].map(time).join(', ');

/** The goals, and whether all are met. */
export function goalsTable(checks, costs) {
  const goals = [
    ...checks.flatMap(({ name, times }) => [
      ...['model', 'property'].map((kind) => ({
        name: `${name}, ${words[kind]}: at most twice ${byHand}`,
        value: ratio(times[kind], 'facade', byHand).middle,
        most: 2,
      })),
      ...['record', 'both'].map((kind) => ({
        name: `${name}, ${words[kind]}: at least as fast as ${casl}`,
        value: ratio(times[kind], 'facade', casl).middle,
        most: 1,
      })),
    ]),
    { name: 'cold `permissions()` below 50 µs', value: costs.cold, most: 50 },
    { name: 'warm `permissions()` below 2 µs', value: costs.warm, most: 2 },
  ];
  const lines = goals.map(({ name, value, most }) => [name, short(value), value <= most ? 'met' : 'MISSED']);
  return {
    text: `\n### Goals\n\n${table(['goal', 'measured', ''], lines)}`,
    isMet: goals.every(({ value, most }) => value <= most),
  };
}

const table = (head, lines) =>
  [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');

const short = (number) =>
  number >= 100 ? Math.round(number).toLocaleString('en') : Number(number.toPrecision(2)).toString();

function time(microseconds) {
  if (microseconds < 1) return `${short(microseconds * 1000)} ns`;
  return microseconds < 1000 ? `${short(microseconds)} µs` : `${short(microseconds / 1000)} ms`;
}

const bytes = (count) =>
  count < 10_000
    ? `${short(count)} B`
    : count < 1e6
      ? `${short(count / 1e3)} KB`
      : `${short(count / 1e6)} MB`;
