import { byCodeUnit } from '../text/order.ts';
import type { PropertyType } from './catalog.ts';

/** A place for a value that is known only when a user signs in: an attribute of the Principal. */
export interface Hole {
  readonly $user: string;
}

/** A value that the policy writes out. */
export type Literal = string | number | boolean;
/** The value, or the list of values, that a property is compared with. */
export type Operand = Literal | Hole | readonly Literal[];

/** The operators of conditions, in the order in which artifacts list them. */
export const operators = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$ne', '$nin', '$exists'] as const;
/** One of the operators. */
export type Operator = (typeof operators)[number];

/** An operator that compares with each value of a list. */
export type ListOperator = '$in' | '$nin';

/** Returns true if an operator compares with each value of a list. */
export const takesList = (operator: Operator): operator is ListOperator =>
  operator === '$in' || operator === '$nin';

/** A relation to one record, as a step from a record to the one that is compared. */
export interface FieldStep {
  readonly name: string;
  /** The name of the model that it leads to. */
  readonly model: string;
}

/** The property that a comparison asks about, of a record or of one that relations lead to. */
export interface ComparedField {
  /** The property; after relations it has their names before it, as in `parent.owner`. */
  readonly property: string;
  /** The type of the property, which says what the comparison means. */
  readonly type: PropertyType;
  /** The relations that lead to the record that has the property; left out where that is the record itself. */
  readonly through?: readonly FieldStep[];
}

/** One comparison of a property. */
export interface ReachComparison extends ComparedField {
  readonly operator: Operator;
  readonly operand: Operand;
}

/** Comparisons that must all hold, sorted by property, operator and operand; never empty. */
export type ReachAlternative = readonly ReachComparison[];

/** The records that a portfolio selects: all of them, or those that meet at least one of some alternatives. */
export type Reach = 'all' | readonly ReachAlternative[];

/** Returns what a comparison asks about, without what it asks. */
export const pickComparedField = ({ property, type, through }: ComparedField): ComparedField =>
  through ? { property, type, through } : { property, type };

/** Returns the name of the property that is compared, without the relations before it. */
export const readComparedColumn = ({
  property,
  through = [],
}: Pick<ComparedField, 'property' | 'through'>): string =>
  through.reduce((rest, { name }) => rest.slice(name.length + 1), property);

/** Returns the name of the model that has the property which is compared, of a comparison of records of a model. */
export const findComparedModel = (on: string, { through }: Pick<ComparedField, 'through'>): string =>
  through?.at(-1)?.model ?? on;

/** Sorts literals: booleans, numbers, then texts by code unit. */
export function byLiteral(a: Literal, b: Literal): number {
  if (typeof a === 'string' && typeof b === 'string') return byCodeUnit(a, b);
  return typeof a === typeof b ? Number(a) - Number(b) : byCodeUnit(typeof a, typeof b);
}

/** Returns true if an operand is filled only when a user signs in. */
export const isHole = (operand: unknown): operand is Hole =>
  typeof operand === 'object' && operand !== null && '$user' in operand;

/** Returns true if a comparison asks for a value that is missing or null. */
export const isAbsence = ({ operator, operand }: Pick<ReachComparison, 'operator' | 'operand'>): boolean =>
  operator === '$exists' && operand === false;

/** Returns a text that is the same for reaches alone that are written alike, whatever the types of their properties. */
export const keyOfAlternatives = (reach: Reach): string =>
  reach === 'all' ? reach : JSON.stringify(reach.map(keyOfAlternative));

/** Returns a text that is the same for equal alternatives alone; rules are sorted by it. */
export function keyOfAlternative(alternative: ReachAlternative): string {
  return JSON.stringify(alternative.map(({ property, operator, operand }) => [property, operator, operand]));
}
