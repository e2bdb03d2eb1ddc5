import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { TextEdit } from '../../text/apply-edits.ts';
import { keyText, pairOf, removeMembers, replaceValue } from '../../text/yaml-nodes.ts';

/** A function that tells whether a permission may still be named. */
export type MayName = (permission: string) => boolean;

/**
 * Returns the edits that remove from the `grants` of a role every permission that it may not name. A list or a map that
 * loses its last member is removed too; under a star, where that would grant more, it becomes `none`.
 */
export function pruneGrants(text: string, grants: Pair, mayName: MayName): readonly TextEdit[] {
  if (!isMap(grants.value)) return [];
  const sections = grants.value.items.map((pair) => ({
    pair,
    pruned: keyText(pair) === 'models' ? pruneModels(text, pair, mayName) : pruneToggles(text, pair, mayName),
  }));
  if (sections.length > 0 && sections.every(({ pruned }) => pruned === 'gone'))
    return [replaceValue(grants, '{}')];
  return combineEdits(
    text,
    grants.value,
    sections.map(({ pruned }) => pruned),
  );
}

/** The edits inside a value, or `gone` if nothing is left of it. */
type PrunedValue = readonly TextEdit[] | 'gone';

function combineEdits(text: string, container: YAMLMap, pruned: readonly PrunedValue[]): readonly TextEdit[] {
  return [
    ...removeMembers(text, container, (index) => pruned[index] === 'gone'),
    ...pruned.flatMap((one) => (one === 'gone' ? [] : one)),
  ];
}

function pruneModels(text: string, { value }: Pair, mayName: MayName): PrunedValue {
  if (!isMap(value)) return [];
  const hasStar = pairOf(value, '*') !== undefined;
  const pruned = value.items.map((pair) =>
    keyText(pair) === '*' ? [] : pruneModel(text, pair, hasStar, mayName),
  );
  return pruned.length > 0 && pruned.every((one) => one === 'gone')
    ? 'gone'
    : combineEdits(text, value, pruned);
}

function pruneModel(text: string, pair: Pair, hasStar: boolean, mayName: MayName): PrunedValue {
  const model = keyText(pair);
  const mayAct: MayName = (action) => mayName(`${model}:${action}`);
  if (isSeq(pair.value)) {
    const pruned = pruneList(text, pair.value, mayAct);
    return pruned === 'gone' && hasStar ? [replaceValue(pair, 'none')] : pruned;
  }
  const actions = pairOf(pair.value, 'actions');
  const prunedActions = isSeq(actions?.value) ? pruneList(text, actions.value, mayAct) : [];
  if (prunedActions === 'gone' && !hasStar) return 'gone';
  const properties = pairOf(pair.value, 'properties')?.value;
  const rights = (isMap(properties) ? properties.items : []).flatMap((property): readonly TextEdit[] => {
    const name = keyText(property);
    if (name === '*' || !isSeq(property.value)) return [];
    const pruned = pruneList(text, property.value, (right) => mayName(`${model}.${name}:${right}`));
    return pruned === 'gone' ? [replaceValue(property, 'none')] : pruned;
  });
  if (prunedActions !== 'gone') return [...prunedActions, ...rights];
  return actions ? [replaceValue(actions, 'none'), ...rights] : rights;
}

const pruneToggles = (text: string, { value }: Pair, mayName: MayName): PrunedValue =>
  isSeq(value) ? pruneList(text, value, (name) => mayName(`${name}:use`)) : [];

/** Prunes a list, which is gone if its last name is. A list that was empty before means `none`, and stays. */
function pruneList(text: string, list: YAMLSeq, mayName: MayName): PrunedValue {
  const isOut = (index: number) => {
    const item = list.items[index];
    return isScalar(item) && !mayName(String(item.value));
  };
  const isGone = list.items.length > 0 && list.items.every((_, index) => isOut(index));
  return isGone ? 'gone' : removeMembers(text, list, isOut);
}
