import { codes } from '../compiler/diagnostics/codes.ts';
import { risks } from '../compiler/model/catalog.ts';
import { changeKinds, effects, swappableKinds, verdicts } from '../compiler/model/change.ts';
import { documentKinds } from '../compiler/model/document-kinds.ts';
import type { FindingsJson } from '../compiler/model/finding-json.ts';
import { demands } from '../compiler/model/invariant.ts';
import { sides } from '../compiler/model/pair.ts';
import type { DiffReport } from '../compiler/questions/diff/report.ts';

const flag = { type: 'boolean' } as const;
/** The mark of what is the vendor's to decide. */
const vendor = { const: true } as const;
const count = { type: 'integer', minimum: 0, maximum: 1_000_000_000 } as const;
const name = { type: 'string', minLength: 1, maxLength: 1_000 } as const;
const sentence = { type: 'string', maxLength: 20_000 } as const;
const commit = { type: 'string', pattern: '^[0-9a-f]{40,64}$' } as const;
const place = { path: { type: 'string', maxLength: 4_096 }, line: count, column: count } as const;

/**
 * The words of plafond, with names from policies only between backticks. Outside of backticks, they hold nothing that
 * GitHub would turn into a mention, a reference or a link.
 */
const words = {
  type: 'string',
  maxLength: 20_000,
  pattern: '^(?:(?!//|www\\.)[^`@#<>\\p{C}\\p{Zl}\\p{Zp}]|`[^`]*`)*$',
} as const;

const defineList = (items: object) => ({ type: 'array', items, maxItems: 200_000 }) as const;
const defineChoice = (values: readonly string[]) => ({ enum: [...values] });

/** Returns the schema of an object with these required and optional properties and no others. */
function defineObject(
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
) {
  const properties = { ...required, ...optional };
  return {
    type: 'object',
    properties,
    required: Object.keys(required),
    additionalProperties: false,
  } as const;
}

const sidePlace = defineObject({ ...place, side: defineChoice(sides) });
const moved = defineObject(Object.fromEntries(changeKinds.map((kind) => [kind, count])));
const records = defineObject({ words }, { condition: sentence });

const defineFinding = (message: object, more: Record<string, object> = {}) =>
  defineObject(
    {
      code: defineChoice(Object.keys(codes)),
      severity: defineChoice(['error', 'warning', 'info']),
      message,
      ...place,
      endLine: count,
      endColumn: count,
      related: defineList(defineObject({ ...place, message: sentence })),
    },
    {
      help: message,
      ...more,
      // The edits of a fix are not printed, but checked like everything in the report of a fork.
      fix: defineList(
        defineObject({
          ...place,
          endLine: count,
          endColumn: count,
          text: { type: 'string', maxLength: 20_000 },
        }),
      ),
    },
  );

const findings = defineObject({
  version: { const: 1 },
  findings: defineList(defineFinding(sentence)),
  errors: count,
  warnings: count,
});

const ability = defineObject(
  {
    permission: name,
    verb: sentence,
    what: sentence,
  },
  {
    risk: defineChoice(risks),
    grave: { const: true },
    sensitive: { const: true },
    notes: defineList(sentence),
  },
);

const group = defineObject(
  {
    kind: defineChoice(changeKinds),
    woken: flag,
    asleep: flag,
    risk: defineChoice(risks),
    roles: defineList(defineObject({ name }, { title: sentence })),
    holders: defineList(name),
    tenants: defineList(name),
    can: defineList(ability),
    because: defineObject(
      {
        layer: defineChoice(['role', 'userType', 'tenant', 'requires', 'catalog', 'portfolio']),
        at: sidePlace,
        words,
        more: count,
      },
      { other: sidePlace, through: defineList(name), also: defineList(sidePlace) },
    ),
    users: count,
    unknown: count,
    size: { ...count, minimum: 1 },
    grave: count,
  },
  {
    records,
    before: records,
    columns: defineChoice(['opened', 'closed']),
    granted: defineObject(place),
    vendor,
  },
);

const role = defineObject(
  {
    name,
    holders: sentence,
    tenants: count,
    moved,
    woken: count,
    asleep: count,
    users: count,
    unknown: count,
  },
  { title: sentence, tenant: name },
);

const idle = defineObject(
  {
    at: sidePlace,
    permissions: defineList(name),
    verdict: defineChoice(['allows', 'refuses', 'says']),
    because: words,
  },
  { field: name, by: sidePlace },
);

const extent = defineObject({
  kind: defineChoice(changeKinds),
  permissions: count,
  roles: count,
  tenants: count,
});
const refused = defineObject({ tenant: name, permissions: defineList(name), by: sidePlace });

const edit = defineObject(
  {
    kind: defineChoice(documentKinds),
    name: sentence,
    change: defineChoice(['added', 'removed', 'changed']),
    at: sidePlace,
    moved,
    idle: defineList(idle),
  },
  {
    tenant: name,
    extents: defineList(extent),
    refused: defineList(refused),
    together: defineList(name),
    vendor,
  },
);

const alteration = defineObject(
  {
    kind: defineChoice(documentKinds),
    name: sentence,
    field: { type: 'string', minLength: 1, maxLength: 4_096 },
    effect: defineChoice(effects),
    at: sidePlace,
  },
  { tenant: name, from: sentence, to: sentence, vendor },
);

const reassigned = defineObject(
  {
    change: defineChoice(['given', 'taken']),
    tenant: name,
    role: name,
    users: defineList(name),
    grave: count,
    risky: defineList(name),
    portfolio: defineList(name),
    at: sidePlace,
  },
  { risk: defineChoice(risks), vendor },
);

const netEffect = defineObject(
  {
    holders: defineList(defineObject({ tenant: name, users: defineList(name) })),
    ...Object.fromEntries(changeKinds.map((kind) => [kind, defineList(name)])),
    grave: defineList(name),
    because: defineList(sidePlace),
    at: sidePlace,
  },
  { risk: defineChoice(risks) },
);

const bothSides = defineObject({}, { base: count, head: count });
const limit = defineObject(
  {
    tenant: name,
    kind: defineChoice(['user type', 'seat']),
    name,
    used: bothSides,
    limit: bothSides,
    given: defineList(name),
    taken: defineList(name),
  },
  { vendor },
);

const presence = defineObject(
  {
    kind: defineChoice([
      'tenant',
      'role',
      'user type',
      'seat',
      'model',
      'property',
      'module',
      'feature',
      'capability',
      'action',
    ]),
    name,
    at: sidePlace,
  },
  { tenant: name },
);

const invariant = defineObject(
  {
    invariant: name,
    severity: defineChoice(['error', 'warning', 'info']),
    change: defineChoice(['broken', 'waived', 'mended', 'unguarded']),
    demand: defineChoice(demands),
    because: sentence,
    breaches: defineList(defineObject({ who: words, tenants: defineList(name) })),
    at: sidePlace,
  },
  { demandsLess: { const: true }, permissions: defineList(name) },
);

const sideTexts = defineObject({}, { base: name, head: name });
const waiver = defineObject({
  change: defineChoice(['added', 'removed', 'changed']),
  effect: defineChoice(effects),
  invariant: name,
  holder: words,
  owner: sentence,
  reason: sentence,
  until: sideTexts,
  tenant: sideTexts,
  breaks: defineList(name),
  permissions: defineList(name),
  at: sidePlace,
});

const renamed = {
  kind: defineChoice(['role', 'portfolio', 'model', 'property']),
  from: name,
  to: name,
  at: sidePlace,
};

const summary = defineObject({
  changes: defineList(
    defineObject({
      kind: defineChoice(changeKinds),
      permissions: count,
      roles: count,
      tenants: count,
      grave: count,
      woken: count,
      asleep: count,
    }),
  ),
  errors: count,
  paths: count,
  guards: count,
  broken: count,
  given: count,
  taken: count,
  concerned: count,
  statements: count,
  loosened: count,
  vendor: count,
  handmade: count,
});

const difference = defineObject(
  {
    version: { const: 1 },
    base: name,
    head: name,
    direction: defineChoice(['wider', 'narrower', 'both', 'none']),
    verdict: defineChoice(verdicts),
    counts: moved,
    summary,
    users: count,
    unknown: count,
    groups: defineList(group),
    roles: defineList(role),
    edits: defineList(edit),
    alterations: defineList(alteration),
    reassigned: defineList(reassigned),
    netEffects: defineList(netEffect),
    limits: defineList(limit),
    added: defineList(presence),
    removed: defineList(presence),
    invariants: defineList(invariant),
    waivers: defineList(waiver),
    faults: defineList(defineFinding(words)),
    renames: defineList(defineObject(renamed, { model: name, tenant: name })),
    suggestedRenames: defineList(defineObject({ ...renamed, write: words }, { model: name, tenant: name })),
    handmade: defineList(defineFinding(words, { stale: { const: true } })),
  },
  {
    unmoved: count,
    swapped: defineList(
      defineObject(
        { kind: defineChoice(swappableKinds), names: defineList(name), at: defineList(sidePlace) },
        { model: name, isOnSameRecords: flag },
      ),
    ),
    inclusions: defineList(
      defineObject({
        change: defineChoice(['added', 'removed']),
        included: name,
        roles: defineList(defineObject({ name }, { tenant: name })),
        at: defineList(sidePlace),
      }),
    ),
  },
);

const allowNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

/** The report of the first stage to the second: plain data, which the reader validates against a schema. */
export interface ActionReport {
  readonly version: 1;
  /** The version of plafond that made it. */
  readonly plafond: string;
  readonly repository: string;
  readonly pullRequest: number;
  /** The last commit of the pull request, and the commit on its base branch that it was compared with. */
  readonly head: string;
  readonly base: string;
  readonly check: FindingsJson;
  /** The JSON of `diff --format json` without its single cells; null if a side does not compile. */
  readonly diff: DiffReport | null;
  /** The findings of the side that does not compile; null if both compile. */
  readonly broken: FindingsJson | null;
}

/** The name of the artifact of a run; the only file in it has the same name. */
export const artifactName = 'plafond-report';
export const reportFile = `${artifactName}.json`;

/** The artifact with the page of the explorer, and the only file in it. */
export const explorerArtifact = 'plafond-explorer';
export const explorerFile = 'explorer.html';

/** The schema of a report: it allows no property that is not listed, and limits every size. */
export const reportSchema = defineObject({
  version: { const: 1 },
  plafond: { type: 'string', pattern: '^[0-9A-Za-z.+-]{1,64}$' },
  repository: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$' },
  pullRequest: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
  head: commit,
  base: commit,
  check: findings,
  diff: allowNull(difference),
  broken: allowNull(findings),
});
