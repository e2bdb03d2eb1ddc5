import { isMap, isScalar, isSeq, type Pair, parseAllDocuments, type YAMLMap } from 'yaml';
import { impossible } from '../../diagnostics/impossible.ts';
import { type Place, placeIn, spanOf } from '../../model/document.ts';
import type { User } from '../../model/policy.ts';
import { splitList } from '../../model/users-table.ts';
import { applyEdits, findLineEnd, findLineStart, type TextEdit } from '../../text/apply-edits.ts';
import { groupBy } from '../../text/group-by.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { findNodeEnd, pairEnd, pairOf, removeMembers, replaceValue, startOf } from '../../text/yaml-nodes.ts';
import { writeEmptyBlock } from '../edit-role/remove-role.ts';
import { type EditedFile, rewriteCell } from '../edit-role/rename-role.ts';
import { QuestionError } from '../question-error.ts';

/** A change of what a user has, one thing at a time. */
export type UserChange =
  | { readonly kind: 'give'; readonly role: string }
  | { readonly kind: 'take'; readonly role: string }
  | { readonly kind: 'type'; readonly userType: string; readonly seats: readonly string[] };

/** Edits the files of users; comments, order and whatever else is in them stay. */
export function editUsers(
  changes: readonly (readonly [user: User, change: UserChange])[],
): readonly EditedFile[] {
  const bySource = groupBy(changes, ([{ at }]) => at.document.source);
  return [...bySource].map(([source, some]) => {
    const isTable = some[0][0].at.document.tableOf !== undefined;
    const edits = isTable
      ? some.flatMap(([user, change]) => editRow(user, change))
      : editDocuments(source.text, some);
    return { path: source.path, text: applyEdits(source.text, edits), places: some.length };
  });
}

function editDocuments(text: string, changes: readonly (readonly [User, UserChange])[]): readonly TextEdit[] {
  const parsed = parseAllDocuments(text, { version: '1.2', schema: 'core' });
  const documents = Array.isArray(parsed) ? parsed.filter(({ contents }) => contents !== null) : [];
  return changes.flatMap(([{ id, at }, change]) => {
    const node = documents[at.document.index]?.getIn(at.path.slice(0, 2), true);
    if (!isMap(node)) return impossible(`user ${id} is no map`);
    if (change.kind === 'give') return giveRole(text, node, change.role);
    if (change.kind === 'take') return takeRole(text, node, change.role);
    return [
      ...editValue(node, 'userType', writeFlowYaml(change.userType)),
      ...editSeats(text, node, change.seats),
    ];
  });
}

function editValue(node: YAMLMap, key: string, value: string): readonly TextEdit[] {
  const pair = pairOf(node, key);
  return pair ? [replaceValue(pair, value)] : [];
}

function giveRole(text: string, node: YAMLMap, role: string): readonly TextEdit[] {
  const pair = pairOf(node, 'roles');
  const list = pair?.value;
  if (!pair || !isSeq(list) || list.items.length === 0) return setList(text, node, pair, 'roles', [role]);
  const last = list.items.at(-1);
  const end = findNodeEnd(last);
  if (list.flow) return [{ start: end, end, text: `, ${writeFlowYaml(role)}` }];
  const start = startOf(last);
  const indent = text.slice(findLineStart(text, start), start);
  const line = findLineEnd(text, end);
  const lineEnd = text[line - 1] === '\r' ? line - 1 : line;
  return [
    {
      start: lineEnd,
      end: lineEnd,
      text: `${lineEnd === line ? '\n' : '\r\n'}${indent}${writeFlowYaml(role)}`,
    },
  ];
}

/** Sets a list on one line, in place of the value there is or behind the last field. */
function setList(
  text: string,
  node: YAMLMap,
  pair: Pair | undefined,
  key: string,
  names: readonly string[],
): readonly TextEdit[] {
  const value = writeFlowYaml(names);
  if (pair) return [replaceValue(pair, value)];
  const behind = pairOf(node, 'userType') ?? (node.items.at(-1) as Pair);
  const end = pairEnd(behind);
  if (node.flow) return [{ start: end, end, text: `, ${key}: ${value}` }];
  const start = startOf(behind.key);
  const column = start - findLineStart(text, start);
  const line = findLineEnd(text, end);
  return [{ start: line, end: line, text: `\n${' '.repeat(column)}${key}: ${value}` }];
}

function takeRole(text: string, node: YAMLMap, role: string): readonly TextEdit[] {
  const list = pairOf(node, 'roles')?.value;
  if (!isSeq(list)) return [];
  const isOut = (index: number) => {
    const item = list.items[index];
    return isScalar(item) && item.value === role;
  };
  if (!list.flow && list.items.every((_, index) => isOut(index))) return [writeEmptyBlock(text, list)];
  return removeMembers(text, list, isOut);
}

function editSeats(text: string, node: YAMLMap, seats: readonly string[]): readonly TextEdit[] {
  const pair = pairOf(node, 'seats');
  const written = isSeq(pair?.value)
    ? pair.value.items.map((item) => (isScalar(item) ? String(item.value) : ''))
    : [];
  if (written.join('\n') === seats.join('\n')) return [];
  if (seats.length > 0) return setList(text, node, pair, 'seats', seats);
  return pair ? removeMembers(text, node, (index) => node.items[index] === pair) : [];
}

/** Edits the cells of a row in a table of users. */
function editRow({ id, at }: User, change: UserChange): readonly TextEdit[] {
  const field = (name: string): Place => placeIn(at.document, [...at.path.slice(0, 2), name]);
  const edit = (name: string, rewrite: (cell: string) => string): readonly TextEdit[] => {
    const { source, start, end } = spanOf(field(name));
    const cell = source.text.slice(start, end);
    const { start: idStart } = spanOf(at);
    if (start === idStart)
      throw new QuestionError(`\`${source.path}\` has no column \`${name}\`, which user \`${id}\` needs`);
    // An empty cell is shown by the sign behind it.
    const isEmpty = /^[,\r\n]?$/.test(cell);
    return [{ start, end: isEmpty ? start : end, text: rewrite(isEmpty ? '' : cell) }];
  };
  if (change.kind === 'take') return edit('roles', (cell) => rewriteCell(cell, change.role));
  if (change.kind === 'give')
    return edit('roles', (cell) => {
      const [, quote = '', inside = ''] = /^("?)([\s\S]*?)"?$/.exec(cell) ?? [];
      return quote + [...splitList(inside), change.role].join(';') + quote;
    });
  const seats = change.seats.join(';');
  const { source, start, end } = spanOf(field('seats'));
  const hasSeats = start !== spanOf(at).start;
  const isSame = !hasSeats || source.text.slice(start, end).replace(/^[,\r\n]$/, '') === seats;
  return [...edit('userType', () => change.userType), ...(isSame ? [] : edit('seats', () => seats))];
}
