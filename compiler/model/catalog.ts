import type { Bits } from './bits.ts';
import type { Place } from './document.ts';

/** The actions a model can support, in the order people read them. */
export const actions = ['create', 'view', 'update', 'remove', 'export'] as const;
/** One of the five actions. */
export type Action = (typeof actions)[number];

/** The rights a property can have. */
export const rights = ['view', 'update'] as const;
/** One of the two rights. */
export type Right = (typeof rights)[number];

/** Risk classes, from harmless to worst. */
export const risks = ['read', 'write', 'destructive', 'exfiltration', 'escalation'] as const;
/** One of the risk classes. */
export type Risk = (typeof risks)[number];

/** What a property or an attribute of the user can be. */
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

/** What can be permitted at all: every cell, in the order of models, then modules, features, capabilities. */
export interface Catalog {
  readonly models: readonly Model[];
  readonly modules: readonly Toggle[];
  readonly features: readonly Toggle[];
  readonly capabilities: readonly Toggle[];
  /** All cells; a cell's `index` is its place here. */
  readonly cells: readonly Cell[];
  /** Cells by the way people write them: `Company.arr:update`. */
  readonly cellOf: ReadonlyMap<string, Cell>;
  /** Cells sorted by their written form, by code unit. */
  readonly byPermission: readonly Cell[];
  readonly modelOf: ReadonlyMap<string, Model>;
  /** The cells whose prerequisites must be looked at, each after all that it requires. */
  readonly inOrder: readonly Cell[];
  /** The cells that no layer speaks of: those of capabilities. */
  readonly derived: Bits;
}

/** One cell of the matrix: what `explain` is asked about and `matrix` lists. */
export interface Cell {
  readonly index: number;
  /** As written everywhere: `Company:export`, `Company.arr:update`, `AdminAccess:use`. */
  readonly permission: string;
  readonly kind: 'action' | 'property' | 'module' | 'feature' | 'capability';
  /** The name of the model, module, feature or capability. */
  readonly subject: string;
  readonly property?: string;
  readonly action: Action | 'use';
  readonly risk: Risk;
  /** What the catalog's `requires` says of this cell; what section 7 of the language adds is not listed. */
  readonly requires: readonly Prerequisite[];
  readonly model?: Model;
}

/** A permission that must be effective for another to be, and where that is written. */
export interface Prerequisite {
  readonly cell: Cell;
  readonly at: Place;
}

/** A kind of record, with the actions it supports and the properties that have switches of their own. */
export interface Model {
  readonly name: string;
  readonly at: Place;
  readonly family: 'standard' | 'internal';
  readonly title?: string;
  readonly description?: string;
  readonly aliases: readonly string[];
  /** `self`: its records are what a reach selects. A path: they belong to such a record. */
  readonly portfolio: 'none' | 'self' | { readonly through: string };
  /** The model's own cells by action; a missing one is not supported. */
  readonly actions: ReadonlyMap<Action, Cell>;
  /** Sorted by name. Empty: the model has no property switches. */
  readonly properties: readonly Property[];
  readonly propertyOf: ReadonlyMap<string, Property>;
  /** The cells of all properties, by right. */
  readonly rights: Readonly<Record<Right, Bits>>;
  /** Sentences printed by explain, by action or `*`. */
  readonly notes: ReadonlyMap<string, string>;
  /** All cells of the model: indices from `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
}

/** A property of a model, with the rights that can be switched. */
export interface Property {
  readonly name: string;
  readonly at: Place;
  readonly type: PropertyType;
  readonly required: boolean;
  readonly sensitive: boolean;
  readonly system: boolean;
  /** The property's cells by right; a missing one it does not have. */
  readonly rights: ReadonlyMap<Right, Cell>;
}

/** A module, a feature or a capability: it is used or it is not. */
export interface Toggle {
  readonly kind: 'Module' | 'Feature' | 'Capability';
  readonly name: string;
  readonly at: Place;
  readonly title?: string;
  readonly description?: string;
  readonly cell: Cell;
}

/** Whether a model has at least one property with a right: then the right's action needs one of them. */
export const hasRight = (
  { properties }: { readonly properties: readonly { readonly rights: ReadonlyMap<Right, unknown> }[] },
  right: Right,
): boolean => properties.some((property) => property.rights.has(right));

/**
 * Whether an action on a model is limited to a portfolio. A new record of the portfolio's own model has no
 * owner yet, so its creation is not; of a model that belongs to such a record every action is.
 */
export const isLimited = ({ portfolio }: Pick<Model, 'portfolio'>, action: Cell['action']): boolean =>
  portfolio !== 'none' && (portfolio !== 'self' || action !== 'create');
