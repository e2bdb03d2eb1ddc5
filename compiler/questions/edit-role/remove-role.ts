import { isMap, isSeq, parseAllDocuments } from 'yaml';
import { spanOf } from '../../model/document.ts';
import type { AbstractRole, Role } from '../../model/policy.ts';
import { applyEdits, type TextEdit } from '../../text/apply-edits.ts';
import { type Container, findNodeEnd, removeMembers, startOf } from '../../text/yaml-nodes.ts';
import type { RoleUse } from './list-role-uses.ts';
import { type EditedFile, editFiles, rewriteCell } from './rename-role.ts';

/** Returns the uses that stand in the way of removing a role: what is said of it there, somebody has to say anew. */
export const listObstacles = (uses: readonly RoleUse[]): readonly RoleUse[] =>
  uses.filter(
    ({ kind }) => kind === 'inclusion' || kind === 'invariant' || kind === 'waiver' || kind === 'test',
  );

/** Takes a role from its holders; its own file is not among the files that are edited. */
export function takeFromHolders(uses: readonly RoleUse[], name: string): readonly EditedFile[] {
  const held = uses.filter(({ kind }) => kind === 'holder');
  return editFiles(held, ({ at, list }) => {
    const { document } = at;
    const { text } = document.source;
    const span = spanOf(at);
    if (document.tableOf !== undefined)
      return [
        { start: span.start, end: span.end, text: rewriteCell(text.slice(span.start, span.end), name) },
      ];
    const roles = parseAllDocuments(text)[document.index]?.getIn(list?.path ?? [], true);
    if (!isSeq(roles) && !isMap(roles)) return [];
    if (!roles.flow && roles.items.length === 1) return [writeEmptyBlock(text, roles)];
    return removeMembers(text, roles, (index) => index === at.path.at(-1));
  });
}

/** Writes an empty list for a block that loses its last item, which would be a key without a value. */
export function writeEmptyBlock(text: string, roles: Container): TextEdit {
  const [start, end] = [startOf(roles), findNodeEnd(roles)];
  const before = text.slice(0, start).trimEnd();
  return before.endsWith(':') ? { start: before.length, end, text: ' []' } : { start, end, text: '[]' };
}

/** Returns the text of a role's file without its document; undefined if nothing else is in the file. */
export function removeDocument({ at }: Role | AbstractRole): string | undefined {
  const { source, index } = at.document;
  const starts = [0, ...[...source.text.matchAll(/^---/gm)].map((found) => found.index)];
  const isMarked = /^(\s*#.*\n|\s*\n)*---/.test(source.text);
  const pieces = isMarked ? starts.slice(1) : starts;
  if (pieces.length <= 1) return undefined;
  const [start = 0, end = source.text.length] = [pieces[index], pieces[index + 1]];
  const rest = applyEdits(source.text, [{ start, end, text: '' }]);
  return start === 0 ? rest.replace(/^---[ \t]*\r?\n/, '') : rest;
}
