import { codes } from '../compiler/diagnostics/codes.ts';
import { risks } from '../compiler/model/catalog.ts';
import { changeKinds, verdicts } from '../compiler/model/change.ts';
import { documentKinds } from '../compiler/model/document-kinds.ts';
import { sides } from '../compiler/model/pair.ts';
import type { Report as Difference } from '../compiler/print/diff/report.ts';
import type { FindingsJson } from '../compiler/print/findings/json.ts';

const flag = { type: 'boolean' } as const;
const count = { type: 'integer', minimum: 0, maximum: 1_000_000_000 } as const;
const name = { type: 'string', minLength: 1, maxLength: 1_000 } as const;
const sentence = { type: 'string', maxLength: 20_000 } as const;
const commit = { type: 'string', pattern: '^[0-9a-f]{40,64}$' } as const;
const place = { path: { type: 'string', maxLength: 4_096 }, line: count, column: count } as const;

/**
 * Words of our own, in which only what stands in backticks may come from a policy. Outside of them, nothing
 * that GitHub would make a mention, a reference or a link of.
 */
const words = {
  type: 'string',
  maxLength: 20_000,
  pattern: '^(?:(?!//|www\\.)[^`@#<>\\p{C}\\p{Zl}\\p{Zp}]|`[^`]*`)*$',
} as const;

const list = (items: object) => ({ type: 'array', items, maxItems: 200_000 }) as const;
const oneOf = (values: readonly string[]) => ({ enum: [...values] });

/** An object with exactly these properties, of which some may be missing. */
function exactly(
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

const sidePlace = exactly({ ...place, side: oneOf(sides) });
const moved = exactly(Object.fromEntries(changeKinds.map((kind) => [kind, count])));
const records = exactly({ words }, { condition: sentence });

const findingOf = (message: object) =>
  exactly(
    {
      code: oneOf(Object.keys(codes)),
      severity: oneOf(['error', 'warning', 'info']),
      message,
      ...place,
      endLine: count,
      endColumn: count,
      related: list(exactly({ ...place, message: sentence })),
    },
    { help: message },
  );

const findings = exactly({
  version: { const: 1 },
  findings: list(findingOf(sentence)),
  errors: count,
  warnings: count,
});

const ability = exactly(
  { permission: name, verb: oneOf(['create', 'see', 'change', 'remove', 'export', 'use']), what: sentence },
  { risk: oneOf(risks), grave: { const: true }, sensitive: { const: true } },
);

const group = exactly(
  {
    kind: oneOf(changeKinds),
    woken: flag,
    asleep: flag,
    risk: oneOf(risks),
    roles: list(exactly({ name }, { title: sentence })),
    holders: list(name),
    tenants: list(name),
    can: list(ability),
    because: exactly(
      {
        layer: oneOf(['role', 'userType', 'tenant', 'requires', 'catalog', 'portfolio']),
        at: sidePlace,
        words,
        more: count,
      },
      { other: sidePlace, through: list(name) },
    ),
    users: count,
    unknown: count,
    size: { ...count, minimum: 1 },
    grave: count,
  },
  { records, before: records, granted: exactly(place) },
);

const role = exactly(
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

const idle = exactly(
  {
    at: sidePlace,
    permissions: list(name),
    verdict: oneOf(['allows', 'refuses', 'says']),
    because: words,
  },
  { field: name, by: sidePlace },
);

const extent = exactly({ kind: oneOf(changeKinds), permissions: count, roles: count, tenants: count });
const refused = exactly({ tenant: name, permissions: list(name), by: sidePlace });

const edit = exactly(
  {
    kind: oneOf(documentKinds),
    name: sentence,
    change: oneOf(['added', 'removed', 'changed']),
    at: sidePlace,
    moved,
    idle: list(idle),
  },
  { tenant: name, extents: list(extent), refused: list(refused) },
);

const alteration = exactly(
  {
    kind: oneOf(documentKinds),
    name: sentence,
    field: { type: 'string', minLength: 1, maxLength: 4_096 },
    effect: oneOf(['loosens', 'tightens', 'neutral']),
    at: sidePlace,
  },
  { tenant: name, from: sentence, to: sentence },
);

const reassigned = exactly(
  {
    change: oneOf(['given', 'taken']),
    tenant: name,
    role: name,
    users: list(name),
    grave: count,
    at: sidePlace,
  },
  { risk: oneOf(risks) },
);

const presence = exactly(
  {
    kind: oneOf([
      'tenant',
      'role',
      'user type',
      'seat',
      'model',
      'property',
      'module',
      'feature',
      'capability',
    ]),
    name,
    at: sidePlace,
  },
  { tenant: name },
);

const difference = exactly({
  version: { const: 1 },
  base: name,
  head: name,
  direction: oneOf(['wider', 'narrower', 'both', 'none']),
  verdict: oneOf(verdicts),
  counts: moved,
  users: count,
  unknown: count,
  groups: list(group),
  roles: list(role),
  edits: list(edit),
  alterations: list(alteration),
  reassigned: list(reassigned),
  added: list(presence),
  removed: list(presence),
  faults: list(findingOf(words)),
  handmade: list(findingOf(words)),
});

const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

/** The report of the first stage to the second: plain data, which the reader validates against a schema. */
export interface Report {
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
  readonly diff: Difference | null;
  /** The findings of the side that does not compile; null if both compile. */
  readonly broken: FindingsJson | null;
}

/** The artifact of a run and the only file in it. */
export const artifactName = 'plafond-report';
export const reportFile = `${artifactName}.json`;

/** The shape of a report: nothing more and nothing less, of known kinds and within sizes. */
export const schema = exactly({
  version: { const: 1 },
  plafond: { type: 'string', pattern: '^[0-9A-Za-z.+-]{1,64}$' },
  repository: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$' },
  pullRequest: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
  head: commit,
  base: commit,
  check: findings,
  diff: orNull(difference),
  broken: orNull(findings),
});
