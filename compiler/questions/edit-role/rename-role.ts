import { spanOf, valueIn } from '../../model/document.ts';
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

/** Writes another name in all places that name a role; everything else of the files stays as it is, comments too. */
export function renameRole(uses: readonly RoleUse[], name: string, to: string): readonly EditedFile[] {
  return editFiles(uses, (use) => {
    const { source, start, end } = spanOf(use.at);
    if (use.at.document.tableOf === undefined) return [{ start, end, text: writeFlowYaml(to) }];
    return [{ start, end, text: rewriteCell(source.text.slice(start, end), name, to) }];
  });
}

/** Makes edits for each of some uses, in their files. Uses in one cell of a table are one. */
export function editFiles(
  uses: readonly RoleUse[],
  editsOf: (use: RoleUse) => readonly TextEdit[],
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
export function userOf({ at }: RoleUse): string {
  const id = valueIn({ ...at, path: [...at.path.slice(0, 2), 'id'] });
  return typeof id === 'string' ? id : '';
}
