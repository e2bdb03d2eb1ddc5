import type { PropertyType } from '../../../model/catalog.ts';
import { listLinks } from '../../../model/compared-columns.ts';
import { familyOf } from '../../../model/comparison.ts';
import {
  findComparedModel,
  isHole,
  type ReachAlternative,
  type ReachComparison,
  readComparedColumn,
} from '../../../model/condition.ts';
import { keyOfPath, keyOfReach, type LinkedReach, prefixOf } from '../../../model/record-reach.ts';
import type { RecordAlternative } from '../../../model/spell-out.ts';
import { findAbsences, listFieldAbsences, type RecordAbsence } from '../find-absences.ts';
import type { ReadTypes } from '../read-types.ts';
import type { ReachSide, TypedReach } from './spell-side.ts';

/** Writes a text that is equal only for reaches that are written alike and read attributes and properties of the same types. */
export const writeReachMeaning = ({ reach, types }: TypedReach): string =>
  JSON.stringify([
    keyOfReach(reach),
    reach === 'all' ? [] : listLinks(reach).map((link) => writeLinkMeaning(link, { types })),
    [...types.attributes],
  ]);

/** Writes a text that is equal only for alternatives that select the same records. */
export const writeMeaning = ({ compared, linked }: RecordAlternative, side: ReachSide): string =>
  JSON.stringify([
    compared.map((comparison) => [
      comparison.property,
      side.links.get(comparison.property)?.on,
      writeComparisonMeaning(comparison, side.typeOf(comparison.property), side.types),
    ]),
    linked.map((link) => writeLinkMeaning(link, side)),
    writeAbsences(listAbsences(compared, side), side.types),
  ]);

/** Writes by which properties records count of which an alternative asks only for what they lack. */
const writeAbsences = (absences: readonly RecordAbsence[], { namesOf }: ReadTypes): unknown =>
  absences.map(({ path, on }) => [path, ...[...namesOf(on)].sort()]);

/** Lists the records of which an alternative of a side asks only for what they lack. */
export const listAbsences = (compared: ReachAlternative, side: ReachSide): readonly RecordAbsence[] =>
  findAbsences(compared, ({ property }) => findComparedRecord(property, side));

/** Returns the path to the record of a field, its model, and the name of its property. */
export function findComparedRecord(
  field: string,
  { links }: ReachSide,
): RecordAbsence & { readonly column: string } {
  const { path = [], on = '' } = links.get(field) ?? {};
  return { path: keyOfPath(path), on, column: field.slice(prefixOf(path).length) };
}

/** Writes a text that is equal only for links along one path whose alternatives select the same records. */
export const writeLinkMeaning = (
  { on, path, alternatives }: LinkedReach,
  { types }: Pick<ReachSide, 'types'>,
): string =>
  JSON.stringify([
    on,
    keyOfPath(path),
    alternatives.map((alternative) => [
      alternative.map((comparison) => [
        comparison.property,
        comparison.through?.map(({ model }) => model),
        writeComparisonMeaning(
          comparison,
          types.typeOf(findComparedModel(on, comparison), readComparedColumn(comparison)),
          types,
        ),
      ]),
      writeAbsences(listFieldAbsences(on, alternative), types),
    ]),
  ]);

const writeComparisonMeaning = (
  { operator, operand }: ReachComparison,
  type: PropertyType | undefined,
  { attributes }: ReadTypes,
): readonly unknown[] => [
  // No fraction meets a comparison with a property of integers, which else compares as numbers do.
  operator === '$exists' ? '' : type === 'integer' ? type : familyOf(type ?? 'object'),
  operator,
  operand,
  isHole(operand) ? attributes.get(operand.$user) : '',
];
