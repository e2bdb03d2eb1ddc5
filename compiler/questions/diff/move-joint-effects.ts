import type { Edit, IdleEdit, PersonChange } from '../../model/change.ts';

/**
 * Removes from the idle parts of edits the permissions that users gain or lose by the edit through several roles
 * together: no role changes by itself, and yet something changes.
 */
export function moveJointEffects(edits: readonly Edit[], people: readonly PersonChange[]): readonly Edit[] {
  const concerned = people.filter(({ together }) => together.length > 0);
  if (concerned.length === 0) return edits;
  const all = new Set(concerned.flatMap(({ together }) => together));
  return edits.map((edit) => {
    const { kind, name } = edit.document;
    const own =
      kind === 'Role'
        ? new Set(concerned.flatMap(({ roles, together }) => (roles.includes(name) ? together : [])))
        : all;
    const moved = new Set(edit.idle.flatMap(({ permissions }) => permissions.filter((one) => own.has(one))));
    const idle = edit.idle.flatMap((one) => omitMoved(one, moved, kind));
    return moved.size === 0 ? { ...edit, idle } : { ...edit, idle, together: [...moved].sort() };
  });
}

function omitMoved(idle: IdleEdit, moved: ReadonlySet<string>, kind: string): readonly IdleEdit[] {
  if (idle.verdict === 'says')
    return [idle.field === 'requires' && kind !== 'Role' ? { ...idle, because: aloneWords } : idle];
  const left = idle.permissions.filter((one) => !moved.has(one));
  return left.length > 0 || idle.permissions.length === 0 ? [{ ...idle, permissions: left }] : [];
}

const aloneWords =
  'no role gains or loses by it alone; users who hold several roles do, by all of them together';
