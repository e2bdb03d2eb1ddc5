import { isSeq, parseAllDocuments } from 'yaml';
import { placeIn, spanOf, valueIn } from '../../model/document.ts';
import type { User } from '../../model/policy.ts';
import type { TextEdit } from '../../text/apply-edits.ts';
import { applyEdits } from '../../text/apply-edits.ts';
import { groupBy } from '../../text/group-by.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { removeMembers } from '../../text/yaml-nodes.ts';
import { writeEmptyBlock } from '../edit-role/remove-role.ts';
import { type EditedFile, rewriteCell } from '../edit-role/rename-role.ts';
import type { Decision } from './read-answers.ts';

/** Edits the files of users as decisions say; comments, order and whatever else is in them stay. */
export function applyDecisions(decisions: readonly Decision[]): readonly EditedFile[] {
  const changing = decisions.filter(({ answer }) => answer !== 'keep');
  const bySource = groupBy(changing, ({ item }) => item.user.at.document.source);
  return [...bySource].map(([source, own]) => {
    const edits = [...groupBy(own, ({ item }) => item.user).entries()].flatMap(([user, some]) =>
      editUser(user, some),
    );
    return { path: source.path, text: applyEdits(source.text, edits), places: own.length };
  });
}

function editUser({ at }: User, decisions: readonly Decision[]): readonly TextEdit[] {
  const { document, path } = at;
  const list = placeIn(document, [...path.slice(0, 2), 'roles']);
  const names = valueIn(list) as readonly string[];
  const answerOf = new Map(decisions.map((decision) => [decision.item.row.role.name, decision]));
  if (document.tableOf !== undefined) {
    const { source, start, end } = spanOf(list);
    const text = decisions.reduce(
      (cell, { item, changeTo }) => rewriteCell(cell, item.row.role.name, changeTo),
      source.text.slice(start, end),
    );
    return [{ start, end, text }];
  }
  const { text } = document.source;
  const roles = parseAllDocuments(text)[document.index]?.getIn(list.path, true);
  if (!isSeq(roles)) return [];
  const isOut = (index: number) => answerOf.get(names[index] ?? '')?.answer === 'revoke';
  if (!roles.flow && names.every((_, index) => isOut(index))) return [writeEmptyBlock(text, roles)];
  const changed = names.flatMap((name, index): TextEdit[] => {
    const to = answerOf.get(name)?.changeTo;
    const { start, end } = spanOf(placeIn(document, [...list.path, index]));
    return to === undefined ? [] : [{ start, end, text: writeFlowYaml(to) }];
  });
  return [...changed, ...removeMembers(text, roles, isOut)];
}
