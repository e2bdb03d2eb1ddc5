import type { Bits } from './bits.ts';
import type { Place } from './document.ts';

/** The actions that every catalog has, in the order people read them. */
export const builtInActions = ['create', 'view', 'update', 'remove', 'export'] as const;
/** One of the actions that every catalog has. */
export type BuiltInAction = (typeof builtInActions)[number];
/** The name of an action: one that is built in, or one that the catalog declares. */
export type Action = string;

/** The rights a property can have. */
export const rights = ['view', 'update'] as const;
/** One of the two rights. */
export type Right = (typeof rights)[number];

/** Risk classes, from harmless to worst. */
export const risks = ['read', 'write', 'destructive', 'exfiltration', 'escalation'] as const;
/** One of the risk classes. */
export type Risk = (typeof risks)[number];

/** The types that a property of a record, or an attribute of the user, can have. */
export const propertyTypes = [
  'id',
  'string',
  'number',
  'integer',
  'boolean',
  'date',
  'list',
  'object',
] as const;
/** One of the property types. */
export type PropertyType = (typeof propertyTypes)[number];

/** Everything that can be permitted: all cells, those of models first, then modules, features and capabilities. */
export interface Catalog {
  readonly models: readonly Model[];
  readonly modules: readonly Toggle[];
  readonly features: readonly Toggle[];
  readonly capabilities: readonly Toggle[];
  /** The actions that models may list: the built-in ones, then those that are declared, sorted by name. */
  readonly actions: readonly Action[];
  /** The actions that the catalog declares, by name. */
  readonly ownActions: ReadonlyMap<Action, OwnAction>;
  /** All cells; a cell's `index` is its place here. */
  readonly cells: readonly Cell[];
  /** Cells by the way people write them: `Company.arr:update`. */
  readonly cellOf: Pick<ReadonlyMap<string, Cell>, 'get' | 'has'>;
  /** Cells sorted by their written form, by code unit. */
  readonly byPermission: readonly Cell[];
  readonly modelOf: ReadonlyMap<string, Model>;
  /** The cells that have prerequisites, sorted so that each comes after the cells it requires. */
  readonly inOrder: readonly Cell[];
  /** True if one pass over these cells decides all of them; false if prerequisites also run through properties. */
  readonly isOnePass: boolean;
  /** The cells of capabilities, which follow from others and stand in no layer. */
  readonly derived: Bits;
}

/** One cell of the matrix: one thing that somebody may do or may not. */
export interface Cell {
  readonly index: number;
  /** As written everywhere: `Company:export`, `Company.arr:update`, `AdminAccess:use`. */
  readonly permission: string;
  readonly kind: 'action' | 'property' | 'module' | 'feature' | 'capability';
  /** The name of the model, module, feature or capability. */
  readonly subject: string;
  readonly property?: string;
  /** An action, a right, or `use`. */
  readonly action: Action;
  readonly risk: Risk;
  /** The package that a tenant needs for it: that of its model, module or feature. */
  readonly package?: string;
  /** The prerequisites that the catalog's `requires` states; those that are built into the language are not listed. */
  readonly requires: readonly Prerequisite[];
  readonly model?: Model;
}

/** Cells of which at least one must be effective for another one to be, with the place that says so. */
export interface Prerequisite {
  readonly oneOf: readonly Cell[];
  readonly at: Place;
}

/** An action that a catalog declares beside the built-in ones; it works on whole records. */
export interface OwnAction {
  readonly name: Action;
  readonly at: Place;
  /** The verb that people read. */
  readonly title?: string;
  readonly description?: string;
  /** The risk class on every model that does not say otherwise. */
  readonly risk: Risk;
  /** The place in the product where it is met. */
  readonly where?: string;
  /** Sentences that are printed wherever it is explained or reviewed. */
  readonly notes: readonly string[];
}

/** A kind of record, with the actions it supports and the properties that have switches of their own. */
export interface Model {
  readonly name: string;
  /** The name that it had before, as its document says. */
  readonly renamedFrom?: string;
  readonly at: Place;
  readonly family: 'standard' | 'internal';
  readonly title?: string;
  readonly description?: string;
  readonly aliases: readonly string[];
  /** `self`: portfolios select its records. A path of relations: its records belong to one that portfolios select. */
  readonly portfolio: 'none' | 'self' | { readonly through: string };
  /** The relations to other models, sorted by name. */
  readonly relations: ReadonlyMap<string, Relation>;
  /** The relations that `through` follows, in order; empty if it follows none. */
  readonly path: readonly Relation[];
  /** The model's own cells by action, in the order of the catalog; an action that is missing is not supported. */
  readonly actions: ReadonlyMap<Action, Cell>;
  /** Sorted by name; empty if the model has no property switches, or if only tenants add some. */
  readonly properties: readonly Property[];
  /** True if the catalog states its properties, if only `{}`: what is not listed then cannot be viewed or updated. */
  readonly isClosed: boolean;
  readonly propertyOf: ReadonlyMap<string, Property>;
  /** The cells of all properties, by right. */
  readonly rights: Readonly<Record<Right, Bits>>;
  /** The place in the product where its records are met. */
  readonly where?: string;
  /** Sentences that are printed wherever the action, or with `*` any action, is explained. */
  readonly notes: ReadonlyMap<string, string>;
  /** All cells of the model: indices from `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
}

/** A relation by its name, as a step of a path. */
export interface PathStep {
  readonly name: string;
  /** True if it leads to a list of records; otherwise it leads to one at most. */
  readonly many: boolean;
}

/** A relation that leads from the records of one model to those of another. */
export interface Relation extends PathStep {
  readonly at: Place;
  /** The name of the model that it leads to. */
  readonly model: string;
}

/** A property of a model, with the rights that can be switched. */
export interface Property {
  readonly name: string;
  /** The name that it had before, as its declaration says. */
  readonly renamedFrom?: string;
  readonly at: Place;
  readonly type: PropertyType;
  readonly required: boolean;
  readonly sensitive: boolean;
  readonly system: boolean;
  /** The property's cells by right; a right that is missing cannot be switched. */
  readonly rights: ReadonlyMap<Right, Cell>;
}

/** A module, a feature or a capability: something that one may use or may not. */
export interface Toggle {
  readonly kind: 'Module' | 'Feature' | 'Capability';
  readonly name: string;
  readonly at: Place;
  readonly title?: string;
  readonly description?: string;
  /** The place in the product where it is met. */
  readonly where?: string;
  /** Sentences that are printed wherever it is explained or reviewed. */
  readonly notes: readonly string[];
  readonly cell: Cell;
}

/** Lists the actions of a model that are not built in, with their cells. */
export const listOwnActions = ({ actions }: Pick<Model, 'actions'>): readonly (readonly [Action, Cell])[] =>
  [...actions].filter(([action]) => !(builtInActions as readonly string[]).includes(action));

/** Returns the function that tells the type of a property of a model. */
export const makeTypeReader =
  ({ modelOf }: Pick<Catalog, 'modelOf'>) =>
  (model: string, property: string): PropertyType | undefined =>
    modelOf.get(model)?.propertyOf.get(property)?.type;

/** Returns the sentences of the catalog on a cell: of its model, of its action, of its module, feature or capability. */
export function listNotes(catalog: Catalog, { model, action, subject }: Cell): readonly string[] {
  const declared = model ? catalog.ownActions.get(action) : undefined;
  const toggle = model ? undefined : togglesOf(catalog).find(({ name }) => name === subject);
  return [
    ...['*', action].flatMap((key) => model?.notes.get(key) ?? []),
    ...(declared?.notes ?? []),
    ...(toggle?.notes ?? []),
  ];
}

/** Returns the places in the product where a cell is met: of its model, its action, its module, feature or capability. */
export function listWhere(catalog: Catalog, { model, action, subject }: Cell): readonly string[] {
  const declared = model ? catalog.ownActions.get(action) : undefined;
  const toggle = model ? undefined : togglesOf(catalog).find(({ name }) => name === subject);
  return [model?.where, declared?.where, toggle?.where].filter((where) => where !== undefined);
}

/**
 * Lists where an action or a toggle is met in the product and the sentences on it; nothing for a right on a property, which has
 * those of its action.
 */
export const listRemarks = (catalog: Catalog, cell: Cell): readonly string[] =>
  cell.kind === 'property' ? [] : [...listWhere(catalog, cell), ...listNotes(catalog, cell)];

/** Returns true if some property of a model has a right; the action of that name then requires one such property. */
export const hasRight = (
  { properties }: { readonly properties: readonly { readonly rights: ReadonlyMap<Right, unknown> }[] },
  right: Right,
): boolean => properties.some((property) => property.rights.has(right));

/**
 * Returns true if portfolios limit on which records of a model an action works. They limit every action but one: to
 * create a record of the very model that portfolios select, since a new record has no owner yet.
 */
export const isLimited = ({ portfolio }: Pick<Model, 'portfolio'>, action: Cell['action']): boolean =>
  portfolio !== 'none' && (portfolio !== 'self' || action !== 'create');

/** Returns the action that a right on a property hangs on; undefined if a cell is no such right, or the model lacks the action. */
export const gatingActionOf = <T>({
  kind,
  action,
  model,
}: {
  readonly kind: string;
  readonly action: Action;
  readonly model?: { readonly actions: ReadonlyMap<Action, T> };
}): T | undefined => (kind === 'property' ? model?.actions.get(action) : undefined);

/** Returns the action that a cell hangs on: a right on a property on its action, an export on the view of what it shows. */
export const requiredActionOf = <T>(cell: {
  readonly kind: string;
  readonly action: Action;
  readonly model?: { readonly actions: ReadonlyMap<Action, T> };
}): T | undefined =>
  gatingActionOf(cell) ?? (cell.action === 'export' ? cell.model?.actions.get('view') : undefined);

/** Returns the right that a property needs for an action to show or change it; undefined if the action is about no property. */
export const rightBehind = (action: Action): Right | undefined =>
  action === 'view' || action === 'export' ? 'view' : action === 'update' ? 'update' : undefined;

/** Returns the toggles that layers grant, modules before features: a capability follows from what it requires. */
export const grantableTogglesOf = <T>({
  modules,
  features,
}: {
  readonly modules: readonly T[];
  readonly features: readonly T[];
}): readonly T[] => [...modules, ...features];

/** Returns all modules, features and capabilities, in this order. */
export const togglesOf = <T>(catalog: {
  readonly modules: readonly T[];
  readonly features: readonly T[];
  readonly capabilities: readonly T[];
}): readonly T[] => [...grantableTogglesOf(catalog), ...catalog.capabilities];
