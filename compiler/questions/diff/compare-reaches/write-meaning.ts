import type { PropertyType } from '../../../model/catalog.ts';
import { familyOf } from '../../../model/comparison.ts';
import { isHole, type ReachAlternative, type ReachComparison } from '../../../model/condition.ts';
import { keyOfPath, keyOfReach, type LinkedReach } from '../../../model/record-reach.ts';
import type { RecordAlternative } from '../../../model/spell-out.ts';
import { isAbsenceOnly } from '../is-absence-only.ts';
import type { ReadTypes } from '../read-types.ts';
import type { ReachSide, TypedReach } from './spell-side.ts';

/** Writes a text that is equal only for reaches that are written alike and read attributes of the same types. */
export const writeReachMeaning = ({ reach, types }: TypedReach): string =>
  JSON.stringify([keyOfReach(reach), [...types.attributes]]);

/** Writes a text that is equal only for alternatives that select the same records. */
export const writeMeaning = ({ compared, linked }: RecordAlternative, side: ReachSide): string =>
  JSON.stringify([
    compared.map((comparison) => [
      comparison.property,
      side.links.get(comparison.property)?.on,
      writeComparisonMeaning(comparison, side.typeOf(comparison.property), side.types),
    ]),
    linked.map((link) => writeLinkMeaning(link, side)),
    linked.length === 0 && isAbsenceOnly(compared) ? [...listPropertyNames(compared, side)].sort() : [],
  ]);

/** Lists the properties of the model that an alternative compares first. */
export const listPropertyNames = (
  [first]: ReachAlternative,
  { links, types }: ReachSide,
): readonly string[] => types.namesOf(links.get(first?.property ?? '')?.on ?? '');

/** Writes a text that is equal only for links along one path whose alternatives select the same records. */
export const writeLinkMeaning = ({ on, path, alternatives }: LinkedReach, { types }: ReachSide): string =>
  JSON.stringify([
    on,
    keyOfPath(path),
    alternatives.map((alternative) =>
      alternative.map((comparison) => [
        comparison.property,
        writeComparisonMeaning(comparison, types.typeOf(on, comparison.property), types),
      ]),
    ),
  ]);

const writeComparisonMeaning = (
  { operator, operand }: ReachComparison,
  type: PropertyType | undefined,
  { attributes }: ReadTypes,
): readonly unknown[] => [
  operator === '$exists' ? '' : familyOf(type ?? 'object'),
  operator,
  operand,
  isHole(operand) ? attributes.get(operand.$user) : '',
];
