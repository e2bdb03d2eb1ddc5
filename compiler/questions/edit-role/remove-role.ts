import { isMap, isSeq, parseAllDocuments } from 'yaml';
import { spanOf } from '../../model/document.ts';
import type { AbstractRole, Role } from '../../model/policy.ts';
import { applyEdits, type TextEdit } from '../../text/apply-edits.ts';
import { count } from '../../text/count.ts';
import { type Container, findNodeEnd, removeMembers, startOf } from '../../text/yaml-nodes.ts';
import type { RoleUse } from './list-role-uses.ts';
import { type EditedFile, editFiles, rewriteCell } from './rename-role.ts';

/** Returns the uses that stand in the way of removing a role: what is said of it there, somebody has to say anew. */
export const listObstacles = (uses: readonly RoleUse[]): readonly RoleUse[] =>
  uses.filter(
    ({ kind }) => kind === 'inclusion' || kind === 'invariant' || kind === 'waiver' || kind === 'test',
  );

/** The files of policies without a role: those that have another text then, and those that go. */
export interface RoleRemoval {
  readonly files: readonly EditedFile[];
  readonly removed: readonly string[];
}

/** Removes the document of a role and takes the role from its holders, who may stand in one file with it. */
export function removeRole(role: Role | AbstractRole, uses: readonly RoleUse[]): RoleRemoval {
  const document = cutDocument(role);
  const places = uses.filter(
    ({ kind }) => kind === 'holder' || (kind === 'declaration' && document !== undefined),
  );
  return {
    files: editFiles(places, (use) =>
      use.kind === 'declaration' ? (document ?? []) : takeFromHolder(use, role.name),
    ),
    removed: document === undefined ? [role.at.document.source.path] : [],
  };
}

/** Makes the edits that take a role from one of its holders. */
function takeFromHolder({ at, list }: RoleUse, name: string): readonly TextEdit[] {
  const { document } = at;
  const { text } = document.source;
  const span = spanOf(at);
  if (document.tableOf !== undefined)
    return [{ start: span.start, end: span.end, text: rewriteCell(text.slice(span.start, span.end), name) }];
  const roles = parseAllDocuments(text)[document.index]?.getIn(list?.path ?? [], true);
  if (!isSeq(roles) && !isMap(roles)) return [];
  if (!roles.flow && roles.items.length === 1) return [writeEmptyBlock(text, roles)];
  return removeMembers(text, roles, (index) => index === at.path.at(-1));
}

/** Writes an empty list for a block that loses its last item, which would be a key without a value. */
export function writeEmptyBlock(text: string, roles: Container): TextEdit {
  const [start, end] = [startOf(roles), findNodeEnd(roles)];
  const before = text.slice(0, start).trimEnd();
  return before.endsWith(':') ? { start: before.length, end, text: ' []' } : { start, end, text: '[]' };
}

/** Returns the text of a role's file without its document; undefined if nothing else is in the file. */
export function removeDocument(role: Role | AbstractRole): string | undefined {
  const edits = cutDocument(role);
  return edits && applyEdits(role.at.document.source.text, edits);
}

/** Makes the edits that cut the document of a role out of its file; undefined if nothing else is in the file. */
function cutDocument({ at }: Role | AbstractRole): readonly TextEdit[] | undefined {
  const { source, index } = at.document;
  const starts = [0, ...[...source.text.matchAll(/^---/gm)].map((found) => found.index)];
  const isMarked = /^(\s*#.*\n|\s*\n)*---/.test(source.text);
  const pieces = isMarked ? starts.slice(1) : starts;
  if (pieces.length <= 1) return undefined;
  const [start = 0, end = source.text.length] = [pieces[index], pieces[index + 1]];
  const [marker = ''] = (start === 0 && /^---[ \t]*\r?\n/.exec(source.text.slice(end))) || [];
  return [{ start, end: end + marker.length, text: '' }];
}

/** Spells how many users of which tenant hold a role, as `2 users of tenant acme hold`. */
export function spellHolders(holders: readonly { readonly tenant: string }[]): string {
  const tenants = [...new Set(holders.map(({ tenant }) => tenant))];
  const where = tenants.length === 1 ? `tenant \`${tenants[0]}\`` : count(tenants.length, 'tenant');
  return `${count(holders.length, 'user')} of ${where} ${holders.length === 1 ? 'holds' : 'hold'}`;
}
