// Processes of bench/facade.mjs that measure what comes before and beside the checks, in microseconds of CPU, bytes
// and counts. Each part has a process of its own: V8 remembers of every place in the code whether what it made lived
// long, so that a fleet that is kept makes users dearer who come and go. Run with --expose-gc --single-threaded-gc.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createMongoAbility } from '@casl/ability';
import { median, repeated, startClock } from './clock.mjs';

const parts = { first, opening, users, abilities, fleet };

/** Measures one part on the bundle in a file and sends what it has found to the parent. */
export async function measure(part, facadePath, bundlePath) {
  const { openFacade } = await import(pathToFileURL(facadePath).href);
  const text = readFileSync(bundlePath, 'utf8');
  process.send(parts[part](openFacade, text));
}

const given = (tenant, ...roles) => ({ tenant: `tenant${tenant}`, roles, userType: 'Core', seats: [] });
const userOf = (number) => ({ id: `u${number % 97}`, managedUserIds: ['u2', 'u3'] });
const record = { owner: 'u5', coOwner: 'u1' };

/** The very first of everything in a process, with nothing compiled by V8 yet. */
function first(openFacade, text) {
  const clock = startClock();
  const times = [];
  const lap = () => times.push(clock() - times.reduce((sum, time) => sum + time, 0));
  const { permissions } = openFacade(JSON.parse(text));
  lap();
  const policy = permissions({ ...given(0, 'role3'), user: userOf(1) });
  lap();
  policy.can('view', 'Model0', record, 'property3');
  lap();
  policy.ability;
  lap();
  const [firstOpen, firstPolicy, firstCheck, firstAbility] = times;
  return { firstOpen, firstPolicy, firstCheck, firstAbility };
}

function opening(openFacade, text) {
  const parse = repeated(15, 3, () => JSON.parse(text));
  const both = repeated(15, 3, () => openFacade(JSON.parse(text)));
  return { parse, open: both - parse, bytes: text.length };
}

/** Tables that are there already, for one user after the other; and the answers that are not yes or no. */
function users(openFacade, text) {
  const { permissions } = openFacade(JSON.parse(text));
  const models = Array.from({ length: 45 }, (_, at) => `Model${at}`);
  const another = (at) => permissions({ ...given(1, 'role2'), user: userOf(at) });
  const policy = another(1);
  let seen = 0;
  const warm = (work) => {
    repeated(3, 20_000, work);
    return repeated(15, 10_000, work);
  };
  return {
    warm: warm((at) => {
      seen += another(at) === policy ? 1 : 0;
    }),
    warmChecked: warm((at) => {
      seen += another(at).can('view', 'Model0', record, 'property3') ? 1 : 0;
    }),
    where: warm((at) => {
      seen += policy.where('view', models[at % 45]) === 'none' ? 0 : 1;
    }),
    fields: warm((at) => {
      seen += policy.fields('view', models[at % 45], record).length;
    }),
    seen,
  };
}

/** CASL's ability: for a role as no tenant had it, as another tenant had it, for another user; and CASL's own part. */
function abilities(openFacade, text) {
  const bundle = JSON.parse(text);
  const tenants = Object.keys(bundle.tenants).length;
  const ability = (permissions, ...roles) =>
    permissions({ ...given(...roles), user: userOf(tenants) }).ability;
  const lone = [];
  const known = [];
  const tables = [];
  for (let round = 0; round < 40; round++) {
    const { permissions } = openFacade(bundle);
    permissions({ ...given(0, 'role7'), user: userOf(1) }).ability;
    for (let role = 0; role < 7; role++) {
      const policies = [0, 1, 2].map((at) =>
        permissions({ ...given((round + at) % tenants, `role${role}`), user: userOf(at) }),
      );
      const clock = startClock();
      policies[0].ability;
      lone.push(clock());
      const next = startClock();
      policies[1].ability;
      policies[2].ability;
      known.push(next() / 2);
    }
    const before = startClock();
    for (let tenant = 0; tenant < tenants; tenant++)
      permissions({ ...given(tenant, 'role0'), user: userOf(1) });
    tables.push(before() / tenants);
  }
  const { permissions } = openFacade(bundle);
  const again = () => ability(permissions, 1, 'role2');
  const two = () => ability(permissions, 1, 'role2', 'role6');
  const { rules } = again();
  const bare = () => createMongoAbility(rules);
  for (const work of [again, two, bare]) repeated(1, 2000, work);
  const rounds = Array.from({ length: 15 }, () => [again, two, bare].map((work) => repeated(1, 200, work)));
  const [abilityWarm, abilityWarmTwo, abilityBare] = [0, 1, 2].map((at) =>
    median(rounds.map((round) => round[at])),
  );
  return {
    abilityCold: median(lone.slice(70)),
    abilityKnown: median(known.slice(70)),
    abilityWarm,
    abilityWarmTwo,
    abilityBare,
    rules: rules.length,
  };
}

/** All tables of a fleet: load, memory, and how long a table takes to be made that is not there yet. */
function fleet(openFacade, text) {
  const tenants = Object.keys(JSON.parse(text).tenants).length;
  const signedIn = [];
  for (let role = 0; role < 8; role++)
    for (let tenant = 0; tenant < tenants; tenant++)
      signedIn.push({ ...given(tenant, `role${role}`), user: userOf(role) });
  const before = held();
  const loading = startClock();
  const facade = openFacade(JSON.parse(text));
  const load = loading();
  const opened = held();
  const batch = 100;
  const batches = [];
  for (let at = 0; at < signedIn.length; at += batch) {
    const clock = startClock();
    for (const one of signedIn.slice(at, at + batch)) facade.permissions(one);
    batches.push(clock() / batch);
  }
  const tabled = held();
  const coldTwo = repeated(5, tenants / 5, (at) =>
    facade.permissions({ ...given(at, 'role1', 'role6'), user: userOf(1) }),
  );
  return {
    fleetBytes: text.length,
    fleetLoad: load,
    fleetTables: signedIn.length,
    fleetOpened: opened - before,
    table: (tabled - opened) / signedIn.length,
    cold: median(batches),
    coldTwo,
    rss: process.memoryUsage().rss,
    digest: facade.digest,
  };
}

function held() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
