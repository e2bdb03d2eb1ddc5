import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findJudge } from '../../compiler/questions/diff/judge-statement.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';

const whole = {
  model:
    'kind: Model\nname: Deal\ntitle: Deal\nactions: [create, view, update, remove]\nportfolio: self\nproperties: { id: { type: id }, arr: { type: number, sensitive: true, required: true, system: true } }\nrisk: { update: escalation }\nnotes: { remove: Gone for good. }\nrequires: { create: [App:use] }\n',
  module: 'kind: Module\nname: App\nrisk: write\n',
  type: 'kind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": [view] } }\n',
  seat: 'kind: Seat\nname: Extra\ncombinesWith: [Core]\npackage: Plus\nadds: { models: { Deal: [update] } }\n',
  tenant:
    'kind: Tenant\nname: acme\nplan: Free\npackages: [Plus]\nlimits: { Core: 5 }\nceiling: { models: { "*": [view, update] } }\n',
  invariant:
    'kind: Invariant\nname: no-remove\nseverity: error\nbecause: It is gone.\nmustNot: ["Deal:remove"]\n',
  settings: 'kind: Settings\npackage: { name: permissions, version: 1.0.0 }\n',
};

type Edit = readonly [file: keyof typeof whole, from: string, to: string];

function alterationsOf([file, from, to]: Edit) {
  expect(whole[file]).toContain(from);
  const matrixOf = (texts: Readonly<Record<string, string>>) =>
    compiled(
      filesInMemory(
        Object.fromEntries(Object.entries(texts).map(([name, text]) => [`policies/${name}.yaml`, text])),
      ),
    ).matrix;
  return diff(matrixOf(whole), matrixOf({ ...whole, [file]: whole[file].replace(from, to) }));
}

test.each<[...Edit, field: string]>([
  ['model', 'sensitive: true, ', '', 'properties.arr.sensitive'],
  ['model', ', system: true', '', 'properties.arr.system'],
  ['model', 'required: true, ', '', 'properties.arr.required'],
  ['model', 'update: escalation', 'update: write', 'risk.update'],
  ['model', 'requires: { create: [App:use] }\n', '', 'requires.create'],
  ['model', 'portfolio: self\n', '', 'portfolio'],
  ['module', 'risk: write', 'risk: read', 'risk'],
  ['type', 'rank: 1', 'rank: 2', 'rank'],
  ['type', '[view]', '[view, update]', 'allows'],
  ['tenant', 'Core: 5', 'Core: 6', 'limits.Core'],
  ['tenant', 'limits: { Core: 5 }\n', '', 'limits.Core'],
  ['tenant', '[view, update]', '[view, update, remove]', 'ceiling'],
  ['invariant', 'severity: error', 'severity: warning', 'severity'],
  ['invariant', 'mustNot: ["Deal:remove"]', 'mustNot: ["Deal:create"]', 'mustNot'],
])('in %s, `%s` to `%s` loosens `%s` and is wider', (file, from, to, field) => {
  const { alterations, direction } = alterationsOf([file, from, to]);
  expect(alterations).toContainEqual(expect.objectContaining({ field, effect: 'loosens' }));
  expect(direction).toBe('wider');
});

test.each<[...Edit, because: string]>([
  [
    'model',
    'sensitive: true, ',
    '',
    'what is sensitive decides how a change is reviewed, not who may do what',
  ],
  [
    'model',
    'type: number',
    'type: string',
    'the same roles hold the same properties as before, and conditions that compare them choose the same records',
  ],
])('in %s, `%s` to `%s` moves nothing, for a reason that is true', (file, from, to, because) => {
  const { edits } = alterationsOf([file, from, to]);
  expect(edits.flatMap(({ idle }) => idle)).toMatchObject([{ field: 'properties', because }]);
  expect(edits[0]?.at.place.path).toEqual(expect.arrayContaining(['properties', 'arr']));
});

test('settings that are gone bound nothing any more, and that is wider', () => {
  const bounded = `${whole.settings}customRoles: { plans: [Plus], perTenant: 3 }\n`;
  const matrixOf = (settings: Readonly<Record<string, string>>) => {
    const { settings: _, ...rest } = whole;
    const texts = Object.entries({ ...rest, ...settings });
    return compiled(
      filesInMemory(Object.fromEntries(texts.map(([name, text]) => [`policies/${name}.yaml`, text]))),
    ).matrix;
  };
  const [some, none] = [matrixOf({ settings: bounded }), matrixOf({})];
  const effects = ({ alterations }: ReturnType<typeof diff>) =>
    Object.fromEntries(alterations.map(({ field, effect }) => [field, effect]));
  const gone = diff(some, none);
  expect(effects(gone)).toMatchObject({ 'customRoles.plans': 'loosens', 'customRoles.perTenant': 'loosens' });
  expect(gone.direction).toBe('wider');
  expect(effects(diff(none, some))).toMatchObject({
    'customRoles.plans': 'tightens',
    'customRoles.perTenant': 'tightens',
    'package.name': 'neutral',
  });
});

test.each<[...Edit, field: string]>([
  ['model', 'title: Deal', 'title: Other', 'title'],
  ['model', 'Gone for good.', 'Harmless.', 'notes.remove'],
  ['tenant', 'Core: 5', 'Core: 4', 'limits.Core'],
  ['invariant', 'It is gone.', 'Why not.', 'because'],
  ['settings', 'name: permissions', 'name: other', 'package.name'],
  ['settings', '1.0.0', '2.0.0', 'package.version'],
])('in %s, `%s` to `%s` is told as `%s` and is not wider', (file, from, to, field) => {
  const { alterations, direction } = alterationsOf([file, from, to]);
  expect(alterations.map((one) => one.field)).toEqual([field]);
  expect(direction).toBe('none');
});

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

const schemas = readdirSync('schema')
  .map((file): Schema => JSON.parse(readFileSync(`schema/${file}`, 'utf8')))
  .filter(({ properties }) => properties?.kind?.const !== undefined);

/** The path of every statement that a schema knows, with `*` for the names that people give. */
function pathsIn(whole: Schema): readonly (readonly string[])[] {
  const own = (schema: Schema): Schema => {
    const name = /^#\/\$defs\/(\w+)$/.exec(schema.$ref ?? '')?.[1];
    return (name === undefined ? undefined : whole.$defs?.[name]) ?? schema;
  };
  const inside = (schema: Schema): readonly (readonly string[])[] => {
    const { properties, additionalProperties, items } = own(schema);
    const isNamed = items !== undefined && own(items).properties !== undefined;
    const any = isNamed ? items : typeof additionalProperties === 'object' ? additionalProperties : undefined;
    const entries = [...Object.entries(properties ?? {}), ...(any ? [['*', any] as const] : [])];
    return entries.flatMap(([name, value]) => {
      const deeper = inside(value).map((path) => [name, ...path]);
      return name === '*' || deeper.length === 0 ? [[name], ...deeper] : deeper;
    });
  };
  return inside(whole).filter((path) => path[0] !== 'kind');
}

const statements = schemas.flatMap((schema) =>
  pathsIn(schema).map((path) => [schema.properties?.kind?.const ?? '', path.join('.')] as const),
);

test('every statement of every kind has a rule of its own', () => {
  const kinds = new Set(statements.map(([kind]) => kind));
  expect(kinds.size).toBe(schemas.length);
  expect(statements).toContainEqual(['Model', 'properties.*.sensitive']);
  expect(statements).toContainEqual(['Users', 'users.*.roles']);
  expect(statements).toContainEqual(['Settings', 'package.version']);
  const unruled = statements.filter(([kind, path]) => findJudge(kind, path.split('.')) === undefined);
  expect(unruled).toEqual([]);
});

test('a property with the name of a whole statement is compared no less', () => {
  const named = (more: string) =>
    compiled(
      filesInMemory({
        'policies/model.yaml': `kind: Model\nname: Deal\nactions: [view]\nproperties: { reach: { type: number${more} } }\n`,
      }),
    ).matrix;
  expect(diff(named(', sensitive: true'), named('')).direction).toBe('wider');
});
