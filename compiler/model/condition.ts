/** A value that is known only when a user signs in: an attribute of the Principal. */
export interface Hole {
  readonly $user: string;
}

/** A value that is written as it is compared. */
export type Literal = string | number | boolean;
/** What a property is compared with. */
export type Operand = Literal | Hole | readonly Literal[];

/** The comparisons a condition can make, in the order in which they are written. */
export const operators = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists'] as const;
/** One of the comparisons. */
export type Operator = (typeof operators)[number];

/** One comparison of a property. */
export interface ReachComparison {
  readonly property: string;
  readonly operator: Operator;
  readonly operand: Operand;
}

/** Comparisons that must all hold, sorted by property, operator and operand; never empty. */
export type ReachAlternative = readonly ReachComparison[];

/** The records that a portfolio selects: all of them, or those that meet one of the alternatives. */
export type Reach = 'all' | readonly ReachAlternative[];

/** Whether an operand is filled only when a user signs in. */
export const isHole = (operand: unknown): operand is Hole =>
  typeof operand === 'object' && operand !== null && '$user' in operand;

/** A text that is equal exactly for equal alternatives; sorting by it is the order of rules. */
export function keyOfAlternative(alternative: ReachAlternative): string {
  return JSON.stringify(alternative.map(({ property, operator, operand }) => [property, operator, operand]));
}
