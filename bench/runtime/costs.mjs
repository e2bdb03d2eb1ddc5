// Processes of bench/runtime.mjs that measure what comes before and beside the checks, in microseconds of CPU, bytes
// and counts. Each part has a process of its own, so that none finds the code warmed or spoilt by another.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createMongoAbility } from '@casl/ability';
import { median, repeated, startClock } from './clock.mjs';

const parts = { first, opening, users, newAbilities, abilities, fleet };

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

/** CASL's ability for a role as no tenant has had it, and as another tenant had it but for the models it closes. */
function newAbilities(openFacade, text) {
  const bundle = JSON.parse(text);
  const tenants = Object.keys(bundle.tenants).length;
  const times = { lone: [], known: [] };
  for (let round = 0; round < 60; round++) {
    const { permissions } = openFacade(bundle);
    permissions({ ...given(0, 'role7'), user: userOf(1) }).ability;
    for (let role = 0; role < 7; role++)
      for (let at = 0; at < 3; at++) {
        const policy = permissions({ ...given((round + at) % tenants, `role${role}`), user: userOf(at) });
        const clock = startClock();
        policy.ability;
        times[at === 0 ? 'lone' : 'known'].push(clock());
      }
  }
  // The first half is for V8 to learn.
  const settled = (all) => median(all.slice(all.length / 2));
  return { abilityCold: settled(times.lone), abilityKnown: settled(times.known) };
}

/** CASL's ability for another user of a role, of two roles; and CASL's own part of it. */
function abilities(openFacade, text) {
  const { permissions } = openFacade(JSON.parse(text));
  const again = (at) => permissions({ ...given(1, 'role2'), user: userOf(at) }).ability;
  const two = (at) => permissions({ ...given(1, 'role2', 'role6'), user: userOf(at) }).ability;
  const { rules } = again(1);
  const bare = () => createMongoAbility(rules);
  const works = [again, two, bare];
  for (const work of works) repeated(1, 2000, work);
  const rounds = Array.from({ length: 15 }, () => works.map((work) => repeated(1, 200, work)));
  const [abilityWarm, abilityWarmTwo, abilityBare] = works.map((_, at) =>
    median(rounds.map((round) => round[at])),
  );
  return { abilityWarm, abilityWarmTwo, abilityBare, rules: rules.length };
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
