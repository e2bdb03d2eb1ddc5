import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { TextEdit } from '../../text/apply-edits.ts';
import { keyOf, pairOf, replaced, without } from './nodes.ts';

/** Whether a permission may still be named. */
export type MayName = (permission: string) => boolean;

/**
 * What takes out of a role's `grants` every permission that it names and may not. A list that is emptied goes,
 * and what is emptied by that; where its going would give more than it did, as under a star, it says `none`.
 */
export function prune(text: string, grants: Pair, mayName: MayName): readonly TextEdit[] {
  if (!isMap(grants.value)) return [];
  const sections = grants.value.items.map((pair) => ({
    pair,
    pruned: keyOf(pair) === 'models' ? prunedModels(text, pair, mayName) : prunedToggles(text, pair, mayName),
  }));
  if (sections.length > 0 && sections.every(({ pruned }) => pruned === 'gone'))
    return [replaced(grants, '{}')];
  return combined(
    text,
    grants.value,
    sections.map(({ pruned }) => pruned),
  );
}

/** The edits inside something, or that nothing is left of it. */
type Pruned = readonly TextEdit[] | 'gone';

function combined(text: string, container: YAMLMap, pruned: readonly Pruned[]): readonly TextEdit[] {
  return [
    ...without(text, container, (index) => pruned[index] === 'gone'),
    ...pruned.flatMap((one) => (one === 'gone' ? [] : one)),
  ];
}

function prunedModels(text: string, { value }: Pair, mayName: MayName): Pruned {
  if (!isMap(value)) return [];
  const hasStar = pairOf(value, '*') !== undefined;
  const pruned = value.items.map((pair) =>
    keyOf(pair) === '*' ? [] : prunedModel(text, pair, hasStar, mayName),
  );
  return pruned.length > 0 && pruned.every((one) => one === 'gone') ? 'gone' : combined(text, value, pruned);
}

function prunedModel(text: string, pair: Pair, hasStar: boolean, mayName: MayName): Pruned {
  const model = keyOf(pair);
  const mayAct: MayName = (action) => mayName(`${model}:${action}`);
  if (isSeq(pair.value)) {
    const pruned = prunedList(text, pair.value, mayAct);
    return pruned === 'gone' && hasStar ? [replaced(pair, 'none')] : pruned;
  }
  const actions = pairOf(pair.value, 'actions');
  const prunedActions = isSeq(actions?.value) ? prunedList(text, actions.value, mayAct) : [];
  if (prunedActions === 'gone' && !hasStar) return 'gone';
  const properties = pairOf(pair.value, 'properties')?.value;
  const rights = (isMap(properties) ? properties.items : []).flatMap((property): readonly TextEdit[] => {
    const name = keyOf(property);
    if (name === '*' || !isSeq(property.value)) return [];
    const pruned = prunedList(text, property.value, (right) => mayName(`${model}.${name}:${right}`));
    return pruned === 'gone' ? [replaced(property, 'none')] : pruned;
  });
  if (prunedActions !== 'gone') return [...prunedActions, ...rights];
  return actions ? [replaced(actions, 'none'), ...rights] : rights;
}

const prunedToggles = (text: string, { value }: Pair, mayName: MayName): Pruned =>
  isSeq(value) ? prunedList(text, value, (name) => mayName(`${name}:use`)) : [];

/** A list is gone when its last name is; one that was empty says `none`, and stays. */
function prunedList(text: string, list: YAMLSeq, mayName: MayName): Pruned {
  const isOut = (index: number) => {
    const item = list.items[index];
    return isScalar(item) && !mayName(String(item.value));
  };
  const isGone = list.items.length > 0 && list.items.every((_, index) => isOut(index));
  return isGone ? 'gone' : without(text, list, isOut);
}
