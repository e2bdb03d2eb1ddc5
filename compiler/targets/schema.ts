import action from '../../schema/action.schema.json' with { type: 'json' };
import capability from '../../schema/capability.schema.json' with { type: 'json' };
import common from '../../schema/common.schema.json' with { type: 'json' };
import feature from '../../schema/feature.schema.json' with { type: 'json' };
import generations from '../../schema/generations.schema.json' with { type: 'json' };
import invariant from '../../schema/invariant.schema.json' with { type: 'json' };
import mapping from '../../schema/mapping.schema.json' with { type: 'json' };
import model from '../../schema/model.schema.json' with { type: 'json' };
import module from '../../schema/module.schema.json' with { type: 'json' };
import policy from '../../schema/policy.schema.json' with { type: 'json' };
import portfolio from '../../schema/portfolio.schema.json' with { type: 'json' };
import principal from '../../schema/principal.schema.json' with { type: 'json' };
import properties from '../../schema/properties.schema.json' with { type: 'json' };
import role from '../../schema/role.schema.json' with { type: 'json' };
import runbook from '../../schema/runbook.schema.json' with { type: 'json' };
import seat from '../../schema/seat.schema.json' with { type: 'json' };
import settings from '../../schema/settings.schema.json' with { type: 'json' };
import tenant from '../../schema/tenant.schema.json' with { type: 'json' };
import test from '../../schema/test.schema.json' with { type: 'json' };
import userType from '../../schema/user-type.schema.json' with { type: 'json' };
import users from '../../schema/users.schema.json' with { type: 'json' };
import waiver from '../../schema/waiver.schema.json' with { type: 'json' };
import type { Artifact, Compiled } from '../model/artifact.ts';
import { writeIndentedJson } from '../text/json.ts';
import { makeDefinitions } from './schema/definitions.ts';
import { listFills } from './schema/places.ts';
import {
  changeReferences,
  collectDefinitions,
  type Definitions,
  fillAt,
  type JsonSchema,
} from './schema/tree.ts';

/**
 * Emits `schema/<kind>.schema.json`: the language's own schemas with the names of this catalog filled in, so that an
 * editor offers them and marks a misspelt one. `policy` is for documents of any kind, and holds every definition, each
 * once; the files of kinds lead into it.
 */
export function* emitSchemas({
  matrix,
}: {
  readonly matrix: Pick<Compiled['matrix'], 'policy'>;
}): Iterable<Artifact> {
  const shared = makeDefinitions(matrix.policy, common.$defs);
  const places = listFills(matrix.policy);
  const filled = Object.entries(kinds).map(([kind, written]): readonly [string, JsonSchema] => [
    kind,
    Object.entries(places[kind] ?? {}).reduce(
      (whole, [path, fill]) => fillAt(whole, path, fill),
      pointBeside(written),
    ),
  ]);
  const ownDefinitions = filled.map(([, { $defs = {} }]) => $defs as Definitions);
  const definitions: Definitions = Object.assign(
    {},
    shared,
    ...ownDefinitions,
    Object.fromEntries(filled.map(embedKind)),
  );
  const whole = pointBeside(policy);
  const used = collectDefinitions(whole, definitions);
  for (const kind of Object.keys(kinds)) {
    const { title = kind, description = '' } = definitions[kind] ?? {};
    const reference = `policy.schema.json#/$defs/${kind}`;
    yield writeSchema(kind, { $schema: policy.$schema, title, description, $ref: reference }, 1);
  }
  yield writeSchema('policy', { ...whole, $defs: used }, 7);
}

const writeSchema = (name: string, schema: JsonSchema, depth: number): Artifact => ({
  path: `schema/${name}.schema.json`,
  content: `${writeIndentedJson(schema, depth)}\n`,
});

/** The schema of every kind, by the name of its file. */
const kinds: Readonly<Record<string, JsonSchema>> = {
  model,
  action,
  module,
  feature,
  capability,
  generations,
  principal,
  portfolio,
  'user-type': userType,
  seat,
  tenant,
  properties,
  role,
  users,
  invariant,
  waiver,
  test,
  settings,
  mapping,
  runbook,
};

/** Returns a schema whose references, to other files or its own, all point to definitions beside it. */
const pointBeside = (written: JsonSchema): JsonSchema =>
  changeReferences(written, (reference) => {
    const [file = '', name] = reference.split('#/$defs/');
    return `#/$defs/${name ?? file.replace('.schema.json', '')}`;
  });

/** Returns a kind's schema as a definition of the schema for any kind. */
const embedKind = ([kind, { $schema: _, $defs: __, ...whole }]: readonly [string, JsonSchema]) => [
  kind,
  whole,
];
