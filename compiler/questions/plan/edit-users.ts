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

/** A change of what a user has: a role more or less, all roles at once, or the type with the seats. */
export type UserChange =
  | { readonly kind: 'give'; readonly role: string }
  | { readonly kind: 'take'; readonly role: string }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
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
    const text = applyEdits(source.text, edits);
    if (!isTable && !saysOnly(source.text, text, some))
      throw new QuestionError(
        `the users in \`${source.path}\` cannot be edited here without a risk to others, such as by an alias: edit it by hand`,
      );
    return { path: source.path, text, places: some.length };
  });
}

/** The fields of a user, as they are written. */
type WrittenUser = Readonly<Record<string, unknown>>;

/** Returns true if a text that was edited says what was wanted of the users, and all else as before. */
function saysOnly(
  before: string,
  after: string,
  changes: readonly (readonly [user: User, change: UserChange])[],
): boolean {
  const [wanted, said] = [before, after].map((text) =>
    readDocuments(text).map((document) => document.toJS({ maxAliasCount: -1 }) as Record<string, unknown>),
  ) as [Record<string, unknown>[], Record<string, unknown>[]];
  for (const [{ at }, change] of changes) {
    const document = wanted[at.document.index];
    const users = document?.users as readonly WrittenUser[];
    const changed = users.map((user, index) => (index === at.path[1] ? changeWritten(user, change) : user));
    wanted[at.document.index] = { ...document, users: changed };
  }
  return writeUsers(wanted) === writeUsers(said);
}

function changeWritten(user: WrittenUser, change: UserChange): WrittenUser {
  const roles = (user.roles ?? []) as readonly string[];
  switch (change.kind) {
    case 'give':
      return { ...user, roles: [...roles, change.role] };
    case 'take':
      return { ...user, roles: roles.filter((role) => role !== change.role) };
    case 'roles':
      return { ...user, roles: change.roles };
    case 'type':
      return { ...user, userType: change.userType, seats: change.seats };
  }
}

/** Writes documents as a text that is the same for the same users, whatever the order of their roles and what is left out. */
const writeUsers = (documents: readonly Record<string, unknown>[]): string =>
  JSON.stringify(
    documents.map(({ users, ...rest }) => [
      rest,
      (Array.isArray(users) ? (users as readonly WrittenUser[]) : []).map(({ roles, seats, ...user }) => [
        Object.entries(user).sort(([a], [b]) => (a < b ? -1 : 1)),
        ...[roles, seats].map((names) => [...((names ?? []) as readonly string[])].sort()),
      ]),
    ]),
  );

function readDocuments(text: string) {
  const parsed = parseAllDocuments(text, { version: '1.2', schema: 'core' });
  return Array.isArray(parsed) ? parsed.filter(({ contents }) => contents !== null) : [];
}

function editDocuments(text: string, changes: readonly (readonly [User, UserChange])[]): readonly TextEdit[] {
  const documents = readDocuments(text);
  return changes.flatMap(([{ id, at }, change]) => {
    const node = documents[at.document.index]?.getIn(at.path.slice(0, 2), true);
    if (!isMap(node)) return impossible(`user ${id} is no map`);
    if (change.kind === 'give') return giveRoles(text, node, [change.role]);
    if (change.kind === 'take') return takeRoles(text, node, (role) => role === change.role);
    if (change.kind === 'roles') return setRoles(text, node, change.roles);
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

/** Adds roles behind the last one that stays; `isOut` tells which go at the same time. */
function giveRoles(
  text: string,
  node: YAMLMap,
  roles: readonly string[],
  isOut: (role: string) => boolean = () => false,
): readonly TextEdit[] {
  if (roles.length === 0) return [];
  const pair = pairOf(node, 'roles');
  const list = pair?.value;
  const last = isSeq(list) ? list.items.findLast((item) => !isOut(nameIn(item))) : undefined;
  if (!pair || !isSeq(list) || last === undefined) return setList(text, node, pair, 'roles', roles);
  const end = findNodeEnd(last);
  const names = roles.map((role) => writeFlowYaml(role));
  if (list.flow) return [{ start: end, end, text: names.map((name) => `, ${name}`).join('') }];
  const start = startOf(last);
  const indent = text.slice(findLineStart(text, start), start);
  const line = findLineEnd(text, end);
  const lineEnd = text[line - 1] === '\r' ? line - 1 : line;
  const lineBreak = lineEnd === line ? '\n' : '\r\n';
  return [
    { start: lineEnd, end: lineEnd, text: names.map((name) => `${lineBreak}${indent}${name}`).join('') },
  ];
}

/** Takes away the roles that are not named and adds those that are new, behind the ones that stay. */
function setRoles(text: string, node: YAMLMap, roles: readonly string[]): readonly TextEdit[] {
  const pair = pairOf(node, 'roles');
  const list = pair?.value;
  if (pair && !isSeq(list)) return setList(text, node, pair, 'roles', roles);
  const written = isSeq(list) ? list.items.map(nameIn) : [];
  const isOut = (role: string) => !roles.includes(role);
  const added = roles.filter((role) => !written.includes(role));
  const given = giveRoles(text, node, added, isOut);
  // Where none stays, the new ones were written in the place of all.
  return added.length > 0 && written.every(isOut) ? given : [...given, ...takeRoles(text, node, isOut)];
}

const nameIn = (item: unknown): string => (isScalar(item) ? String(item.value) : '');

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

function takeRoles(text: string, node: YAMLMap, isOut: (role: string) => boolean): readonly TextEdit[] {
  const list = pairOf(node, 'roles')?.value;
  if (!isSeq(list)) return [];
  const isItemOut = (index: number) => isOut(nameIn(list.items[index]));
  if (!list.flow && list.items.every((_, index) => isItemOut(index))) return [writeEmptyBlock(text, list)];
  return removeMembers(text, list, isItemOut);
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

/** Writes a list as one cell of a CSV file. */
function writeCell(names: readonly string[]): string {
  const text = names.join(';');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
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
  if (change.kind === 'roles') return edit('roles', () => writeCell(change.roles));
  const seats = change.seats.join(';');
  const { source, start, end } = spanOf(field('seats'));
  const hasSeats = start !== spanOf(at).start;
  const isSame = !hasSeats || source.text.slice(start, end).replace(/^[,\r\n]$/, '') === seats;
  return [...edit('userType', () => change.userType), ...(isSame ? [] : edit('seats', () => seats))];
}
