import type { PathStep, PropertyType } from './catalog.ts';
import {
  findComparedModel,
  isAbsence,
  keyOfAlternative,
  type ReachAlternative,
  type ReachComparison,
  readComparedColumn,
} from './condition.ts';
import { conjoin } from './conjoin.ts';
import { impliesAlternative } from './imply.ts';
import { keyOfReach, type LinkedReach, makeFieldPath, prefixOf, type RecordReach } from './record-reach.ts';

/** A way to be reached: comparisons of fields of a record, and links to records of a list, that must all hold. */
export interface RecordAlternative {
  /** The properties are fields: the path to the property with its dots, as `company.owner`. Sorted. */
  readonly compared: ReachAlternative;
  /** Links along paths with a step that is `many`, each with one alternative. Sorted. */
  readonly linked: readonly LinkedReach[];
}

/** Returns the type of a property of a model. */
export type ModelTypeOf = (model: string, property: string) => PropertyType | undefined;

/** A reach as alternatives of which a record must meet one. */
export interface SpelledReach {
  readonly alternatives: readonly RecordAlternative[];
  /** Returns the type of a field that is compared. */
  readonly typeOf: (field: string) => PropertyType | undefined;
  /** The fields that are compared, each with the link that leads to its record. */
  readonly links: ReadonlyMap<string, FieldLink>;
}

/** The model that has the property of a field, and the path to its record. */
type FieldLink = Pick<LinkedReach, 'on' | 'path'>;

/** The most alternatives that a reach may come to on one model; each becomes a rule. */
export const mostAlternatives = 256;

/** Spells a reach out: what must hold together is multiplied out. Undefined if it comes to more alternatives than may be. */
export function spellOut(
  reach: Exclude<RecordReach, 'all'>,
  typeOfProperty: ModelTypeOf,
  most = mostAlternatives,
): SpelledReach | undefined {
  const types = new Map<string, PropertyType>();
  const links = new Map<string, FieldLink>();
  const typeOf = (field: string) => types.get(field);
  const alternatives = spell(reach, { typeOfProperty, types, links, typeOf, most });
  return alternatives && { alternatives, typeOf, links };
}

interface Spelling extends Pick<SpelledReach, 'typeOf'> {
  readonly typeOfProperty: ModelTypeOf;
  readonly types: Map<string, PropertyType>;
  readonly links: Map<string, FieldLink>;
  readonly most: number;
}

type SpelledAlternatives = readonly RecordAlternative[] | undefined;

function spell(reach: Exclude<RecordReach, 'all'>, spelling: Spelling): SpelledAlternatives {
  switch (reach.kind) {
    case 'linked':
      return spellLink(reach, spelling);
    case 'union': {
      const parts = reach.of.map((part) => spell(part, spelling));
      if (parts.some((part) => part === undefined)) return undefined;
      return withinLimit(
        dropImplied(
          parts.flatMap((part) => part ?? []),
          spelling.typeOf,
        ),
        spelling,
      );
    }
    case 'common': {
      let whole: SpelledAlternatives = [{ compared: [], linked: [] }];
      for (const part of reach.of) {
        const next = spell(part, spelling);
        if (!whole || !next) return undefined;
        // With more, sorting out which alternatives imply others would take too long.
        if (whole.length * next.length > spelling.most * spelling.most) return undefined;
        whole = withinLimit(multiply(whole, next, spelling), spelling);
      }
      return whole;
    }
  }
}

const withinLimit = (alternatives: readonly RecordAlternative[], { most }: Spelling): SpelledAlternatives =>
  alternatives.length > most ? undefined : alternatives;

function spellLink(
  { kind, on, path, alternatives }: LinkedReach,
  { types, links, typeOfProperty }: Spelling,
): SpelledAlternatives {
  if (path.some(({ many }) => many))
    return alternatives.map((alternative) => ({
      compared: [],
      linked: [{ kind, on, path, alternatives: [alternative] }],
    }));
  const prefix = prefixOf(path);
  return alternatives.map((alternative) => ({
    compared: alternative.map((comparison): ReachComparison => {
      const field = `${prefix}${comparison.property}`;
      const holder = findComparedModel(on, comparison);
      const type = typeOfProperty(holder, readComparedColumn(comparison));
      if (type !== undefined) types.set(field, type);
      links.set(field, { on: holder, path: makeFieldPath(path, comparison) });
      return { ...comparison, property: field };
    }),
    linked: [],
  }));
}

function multiply(
  left: readonly RecordAlternative[],
  right: readonly RecordAlternative[],
  { typeOf }: Spelling,
): readonly RecordAlternative[] {
  const products = left.flatMap((one) => right.flatMap((other) => join(one, other) ?? []));
  return dropImplied(products, typeOf);
}

/** Joins two alternatives that must both hold; undefined if no record meets both. */
function join(one: RecordAlternative, other: RecordAlternative): RecordAlternative | undefined {
  const joined = conjoin([...one.compared, ...other.compared]);
  if (joined.is === 'never') return undefined;
  const linked = new Map([...one.linked, ...other.linked].map((link) => [keyOfReach(link), link]));
  const sorted = [...linked].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link);
  return { compared: joined.alternative, linked: sorted };
}

/** Leaves out every alternative that implies another one. */
function dropImplied(
  alternatives: readonly RecordAlternative[],
  typeOf: SpelledReach['typeOf'],
): readonly RecordAlternative[] {
  const unique = [...new Map(alternatives.map((one) => [keyOfRecordAlternative(one), one])).values()];
  const left: RecordAlternative[] = [];
  for (const one of unique) {
    if (left.some((other) => implies(one, other, typeOf))) continue;
    left.splice(0, left.length, ...left.filter((other) => !implies(other, one, typeOf)), one);
  }
  return left;
}

/** Returns true if every record that meets one alternative surely meets another. */
const implies = (one: RecordAlternative, other: RecordAlternative, typeOf: SpelledReach['typeOf']): boolean =>
  impliesAlternative(one.compared, other.compared, typeOf) &&
  other.linked.every((link) => one.linked.some((own) => keyOfReach(own) === keyOfReach(link)));

/** Returns a text that is equal only for equal alternatives. */
export const keyOfRecordAlternative = ({ compared, linked }: RecordAlternative): string =>
  `${keyOfAlternative(compared)}${linked.map(keyOfReach).join()}`;

/** Returns the path to the first list along a path, as a field with dots: what a condition of CASL asks for. */
export const nameFirstList = (path: readonly PathStep[]): string =>
  path
    .slice(0, path.findIndex(({ many }) => many) + 1)
    .map(({ name }) => name)
    .join('.');

/** A demand that a condition of CASL has no form for: two links to one list, or a value that is missing inside a value. */
export interface CaslGap {
  readonly kind: 'list' | 'absence';
  /** The list, or the field that is asked for. */
  readonly field: string;
}

/**
 * Returns what keeps an alternative from being written as one condition of CASL; undefined if nothing does. A condition has
 * room for one link to each list. Under a name with a dot CASL takes a missing value for one that is there if all of
 * `custom` is missing, and what takes it for missing would also take the key `custom.region` for it.
 */
export function findCaslGap(
  { compared, linked }: RecordAlternative,
  links: SpelledReach['links'],
): CaslGap | undefined {
  const lists = linked.map(({ path }) => nameFirstList(path));
  const twice = lists.find((list, at) => lists.indexOf(list) < at);
  if (twice !== undefined) return { kind: 'list', field: twice };
  const comparisons = [
    ...compared.map((one) => ({ ...one, column: cutPath(one.property, links) })),
    ...linked.flatMap(({ alternatives }) =>
      alternatives.flat().map((one) => ({ ...one, column: readComparedColumn(one) })),
    ),
  ];
  const absent = comparisons.find((one) => isAbsence(one) && one.column.includes('.'));
  return absent && { kind: 'absence', field: absent.property };
}

/** Returns the name of the property that a field is about, without the path to its record. */
const cutPath = (field: string, links: SpelledReach['links']): string =>
  field.slice(prefixOf(links.get(field)?.path ?? []).length);
