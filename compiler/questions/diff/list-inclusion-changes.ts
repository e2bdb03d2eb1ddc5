import type { ChangedDocument, InclusionChange, SidePlace } from '../../model/change.ts';
import { placeBeside, placeIn } from '../../model/document.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';

/** Lists the roles on both sides that include another role, or no more; those that do so alike stand together, the most first. */
export function listInclusionChanges(documents: readonly ChangedDocument[]): readonly InclusionChange[] {
  const single = documents.flatMap((document) => [
    ...findInclusions('added', document),
    ...findInclusions('removed', document),
  ]);
  return [...groupBy(single, ({ change, included }) => `${change} ${included}`).values()]
    .map((some) => {
      const [{ change, included }] = some;
      return { change, included, roles: some.map(({ role }) => role), at: some.map(({ at }) => at) };
    })
    .sort((a, b) => b.roles.length - a.roles.length || byCodeUnit(keyOf(a), keyOf(b)));
}

const keyOf = ({ included, change }: InclusionChange): string => `${included} ${change}`;

interface SingleInclusion extends Pick<InclusionChange, 'change' | 'included'> {
  readonly role: InclusionChange['roles'][number];
  readonly at: SidePlace;
}

/** Finds the roles that a role on both sides includes on one of them alone; lines are always of the head. */
function findInclusions(
  change: InclusionChange['change'],
  { kind, name, tenant, base, head }: ChangedDocument,
): readonly SingleInclusion[] {
  if (kind !== 'Role' || !base || !head) return [];
  const [from, to] = change === 'added' ? [base, head] : [head, base];
  const known = readIncludes(from.value);
  return readIncludes(to.value).flatMap((included, index) => {
    if (known.includes(included)) return [];
    const path = change === 'added' ? ['includes', index] : ['includes'];
    const place = placeBeside(placeIn(head.document, path, 'key'), base.document);
    const role = { name, ...(tenant !== undefined && { tenant }) };
    return [{ change, included, role, at: { side: 'head', place } }];
  });
}

const readIncludes = ({ includes }: Readonly<Record<string, unknown>>): readonly string[] =>
  Array.isArray(includes) ? includes.filter((name) => typeof name === 'string') : [];
