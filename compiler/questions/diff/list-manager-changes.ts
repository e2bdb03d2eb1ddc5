import type { Alteration, DocumentVersion } from '../../model/change.ts';
import { placeIn } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Pair } from '../../model/pair.ts';
import type { User } from '../../model/policy.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { findManager, readManagerColumn } from '../review/find-manager.ts';
import { listUserPairs } from './list-user-pairs.ts';
import type { View } from './open-view.ts';

/**
 * Lists the users of tables whose access another manager reviews. It is nobody's right, and no statement of a document shows it.
 * An attribute that names managers is such a statement, and so is another column in the settings.
 */
export function listManagerChanges(
  { base, head }: Pair<View>,
  vendorKinds: ReadonlySet<DocumentKind>,
): readonly Alteration[] {
  const column = readManagerColumn(head.matrix.policy);
  if (readManagerColumn(base.matrix.policy) !== column) return [];
  return listUserPairs(base, head).flatMap(({ tenant, user, was, is, at }): readonly Alteration[] => {
    if (!was || !is || ![was, is].some(isInTable)) return [];
    const [from, to] = [findManager(was, column), findManager(is, column)];
    if (from === to) return [];
    return [
      {
        document: { kind: 'Users', name: '', tenant, base: readVersion(was), head: readVersion(is) },
        vendor: vendorKinds.has('Users'),
        field: `users.${user}.${column}`,
        ...(from !== '' && { from: writeFlowYaml(from) }),
        ...(to !== '' && { to: writeFlowYaml(to) }),
        effect: 'neutral',
        at: { side: at.side, place: placeIn(is.at.document, [...is.at.path.slice(0, 2), column]) },
      },
    ];
  });
}

const isInTable = ({ at }: User): boolean => at.document.tableOf !== undefined;

const readVersion = ({ at: { document } }: User): DocumentVersion => ({ document, value: { kind: 'Users' } });
