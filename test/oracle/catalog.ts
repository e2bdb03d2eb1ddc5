/** Sections 3 and 4 read literally: the cells there are for a tenant, and what each requires. */
import {
  type Model,
  ofKind,
  once,
  own,
  type Parts,
  type Property,
  partsOf,
  type Requirement,
} from './documents.ts';

/** Cells of which at least one must be effective. */
export type OneOf = readonly string[];

/** Returns the model of a name, undefined if there is none. */
export function modelOf(documents: readonly unknown[], name: string): Model | undefined {
  return ofKind(documents, 'Model').find((model) => model.name === name);
}

/**
 * Returns the properties that a model has in a tenant. Section 6: "A tenant's properties are cells of that tenant alone;
 * in every other tenant they do not exist." Without a tenant, those of the catalog.
 */
export function propertiesOf(
  documents: readonly unknown[],
  model: Model,
  tenant: string | undefined,
): Readonly<Record<string, Property>> {
  return once(documents, `properties of ${model.name} in ${tenant}`, () =>
    readProperties(documents, model, tenant),
  );
}

function readProperties(
  documents: readonly unknown[],
  model: Model,
  tenant: string | undefined,
): Readonly<Record<string, Property>> {
  const added = ofKind(documents, 'Properties').filter(
    (document) => document.tenant === tenant && document.model === model.name,
  );
  return Object.assign({}, model.properties, ...added.map(({ properties }) => properties));
}

/**
 * Returns the property of the catalog that gates one of a tenant's. Section 6: "is another's up to a dot, unless the
 * catalog's is of type `object`, whose switch then gates the tenant's properties below it".
 */
function gateOf(model: Model, property: string): string | undefined {
  return Object.keys(model.properties ?? {}).find((name) => property.startsWith(`${name}.`));
}

/**
 * Returns the rights that a property has. Section 3: "a property has a right only if its model supports that action, and a
 * `system: true` property has no `update`". Section 6: "where the object lacks a right, so do the properties below it".
 */
export function rightsOf(
  documents: readonly unknown[],
  model: Model,
  property: string,
  tenant: string | undefined,
): readonly string[] {
  const isSystem = own(propertiesOf(documents, model, tenant), property)?.system === true;
  const gate = gateOf(model, property);
  const gated = gate === undefined ? ['view', 'update'] : rightsOf(documents, model, gate, tenant);
  return gated.filter((right) => model.actions.includes(right) && !(right === 'update' && isSystem));
}

/** Returns every cell that a tenant has, sorted. Section 3: "one cell of the matrix, written the same way everywhere". */
export function cellsOf(documents: readonly unknown[], tenant?: string): readonly string[] {
  return once(documents, `cells of ${tenant}`, () => readCells(documents, tenant));
}

function readCells(documents: readonly unknown[], tenant: string | undefined): readonly string[] {
  const found: string[] = [];
  for (const model of ofKind(documents, 'Model')) {
    for (const action of model.actions) found.push(`${model.name}:${action}`);
    for (const property of Object.keys(propertiesOf(documents, model, tenant)))
      for (const right of rightsOf(documents, model, property, tenant))
        found.push(`${model.name}.${property}:${right}`);
  }
  for (const kind of ['Module', 'Feature', 'Capability'] as const)
    for (const { name } of ofKind(documents, kind)) found.push(`${name}:use`);
  return found.sort();
}

/** Returns true if a cell is a capability's: section 4, "derived, never granted by hand". */
export function isCapability(documents: readonly unknown[], cell: string): boolean {
  return ofKind(documents, 'Capability').some(({ name }) => `${name}:use` === cell);
}

/** Returns the package that a cell's model, module or feature has; undefined if it has none. */
export function packageOf(documents: readonly unknown[], cell: string): string | undefined {
  const { subject } = partsOf(cell);
  return [
    ...ofKind(documents, 'Model'),
    ...ofKind(documents, 'Module'),
    ...ofKind(documents, 'Feature'),
  ].find(({ name }) => name === subject)?.package;
}

/** Returns what must be effective for a cell to be, as section 7 lists it: of each entry at least one. */
export function prerequisitesOf(
  documents: readonly unknown[],
  tenant: string | undefined,
  cell: string,
): readonly OneOf[] {
  const parts = partsOf(cell);
  const model = modelOf(documents, parts.subject);
  if (model === undefined) {
    const toggle = [
      ...ofKind(documents, 'Module'),
      ...ofKind(documents, 'Feature'),
      ...ofKind(documents, 'Capability'),
    ].find(({ name }) => name === parts.subject);
    return (toggle?.requires ?? []).map(oneOf);
  }
  return parts.property === undefined
    ? ofAction(documents, tenant, model, parts.action)
    : ofProperty(documents, tenant, model, { ...parts, property: parts.property });
}

/** Section 4: "`requires` names permissions, or `{ anyOf: [ … ] }`". */
function oneOf(requirement: Requirement): OneOf {
  return typeof requirement === 'string' ? [requirement] : requirement.anyOf;
}

function ofProperty(
  documents: readonly unknown[],
  tenant: string | undefined,
  model: Model,
  { subject, property, action }: Parts & { readonly property: string },
): readonly OneOf[] {
  // "what the catalog's `requires` says: of the property"
  const said = own(propertiesOf(documents, model, tenant), property)?.requires ?? [];
  // "`m.p:view` requires `m:view`, `m.p:update` requires `m:update`"
  const needed = [...said.map(oneOf), [`${subject}:${action}`]];
  // Section 6: "The gate of an object is a built-in prerequisite"
  const gate = gateOf(model, property);
  if (gate !== undefined) needed.push([`${subject}.${gate}:${action}`]);
  return needed;
}

function ofAction(
  documents: readonly unknown[],
  tenant: string | undefined,
  model: Model,
  action: string,
): readonly OneOf[] {
  // "of the action and of `"*"`"
  const said = [...(own(model.requires, action) ?? []), ...(own(model.requires, '*') ?? [])];
  const needed = said.map(oneOf);
  // "of the `kind: Action`"; section 4: "of the same model"
  for (const declared of ofKind(documents, 'Action'))
    if (declared.name === action)
      for (const requirement of declared.requires ?? [])
        needed.push(oneOf(requirement).map((name) => `${model.name}:${name}`));
  // "on a model some of whose properties have the right, `m:view` requires at least one `m.p:view`"
  const properties = Object.keys(propertiesOf(documents, model, tenant));
  const having = (right: string) =>
    properties.filter((property) => rightsOf(documents, model, property, tenant).includes(right));
  if (having(action).length > 0) needed.push(having(action).map((name) => `${model.name}.${name}:${action}`));
  // "on a model with properties that can be viewed, `m:export` requires `m:view`"
  if (action === 'export' && having('view').length > 0) needed.push([`${model.name}:view`]);
  return needed;
}
