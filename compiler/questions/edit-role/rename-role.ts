import { type Place, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { splitList } from '../../model/users-table.ts';
import { applyEdits, type TextEdit } from '../../text/apply-edits.ts';
import { groupBy } from '../../text/group-by.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import type { RoleUse } from './list-role-uses.ts';

/** A policy file with other text, and the number of places that changed. */
export interface EditedFile {
  readonly path: string;
  readonly text: string;
  readonly places: number;
}

/**
 * Writes another name in all places that name a role; everything else of the files stays as it is, comments too. If the role
 * is to be marked, its document says what it was called.
 */
export function renameRole(
  uses: readonly RoleUse[],
  name: string,
  to: string,
  isMarked: boolean = false,
): readonly EditedFile[] {
  return editFiles(uses, (use) => {
    const { source, start, end } = spanOf(use.at);
    const mark = isMarked && use.kind === 'declaration' ? [markRenamed(use, name, to)] : [];
    if (use.at.document.tableOf === undefined) return [...mark, { start, end, text: writeFlowYaml(to) }];
    return [{ start, end, text: rewriteCell(source.text.slice(start, end), name, to) }];
  });
}

/**
 * Makes the edit by which the document of a role says what it was called: before its name, in the form that the name has. A
 * role that gets back the name it says it had says nothing any more.
 */
function markRenamed({ at: { document } }: RoleUse, name: string, to: string): TextEdit {
  const known = placeIn(document, ['renamedFrom']);
  const said = valueIn(known);
  if (said === to) return removeEntry(known);
  if (said !== undefined) {
    const { start, end } = spanOf(known);
    return { start, end, text: writeFlowYaml(name) };
  }
  const { source, start } = spanOf(placeIn(document, ['name'], 'key'));
  const [indent] = /(?<=^|\n)[ ]*$/.exec(source.text.slice(0, start)) ?? [];
  const lineEnd = source.text.includes('\r\n') ? '\r\n' : '\n';
  const separator = indent === undefined ? ', ' : `${lineEnd}${indent}`;
  return { start, end: start, text: `renamedFrom: ${writeFlowYaml(name)}${separator}` };
}

/** Makes the edit that takes a key and its value away, and what separates them from the next key. */
function removeEntry(at: Place): TextEdit {
  const { source, end } = spanOf(at);
  const { start } = spanOf({ ...at, part: 'key' });
  const [separator = ''] = /^(?:,\s*|[^\S\n]*(?:#[^\n]*)?\n[ ]*)/.exec(source.text.slice(end)) ?? [];
  return { start, end: end + separator.length, text: '' };
}

/** Makes edits for each of some uses, in their files. Uses in one cell of a table are one. */
export function editFiles<U extends { readonly at: Place }>(
  uses: readonly U[],
  editsOf: (use: U) => readonly TextEdit[],
): readonly EditedFile[] {
  return [...groupBy(uses, ({ at }) => at.document.source)].map(([source, group]) => {
    const edits = new Map(group.flatMap(editsOf).map((edit) => [`${edit.start} ${edit.end}`, edit] as const));
    return { path: source.path, text: applyEdits(source.text, [...edits.values()]), places: group.length };
  });
}

/** Rewrites the cell of a table whose items `;` separates; without another name the item goes. */
export function rewriteCell(cell: string, name: string, to?: string): string {
  const [, quote = '', inside = ''] = /^("?)([\s\S]*?)"?$/.exec(cell) ?? [];
  const items = splitList(inside).flatMap((item) => (item === name ? (to ?? []) : [item]));
  return quote + items.join(';') + quote;
}

/** Returns the id of the user whose list a use is in. */
export function readUserId({ at }: RoleUse): string {
  const id = valueIn({ ...at, path: [...at.path.slice(0, 2), 'id'] });
  return typeof id === 'string' ? id : '';
}
