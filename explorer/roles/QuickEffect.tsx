import { useMemo } from 'react';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { listFirst } from '../../compiler/text/list.ts';
import { useExplorer } from '../context.ts';
import { listRowChanges } from '../state/row-changes.ts';

interface Props {
  readonly before: Matrix;
  readonly after: Matrix;
  readonly askAll: () => void;
}

/** The effect on roles alone, computed at once even for thousands of them; the whole difference only on demand. */
export function QuickEffect({ before, after, askAll }: Props) {
  const { linkTo } = useExplorer();
  const changes = useMemo(() => listRowChanges(before, after), [before, after]);
  return (
    <>
      {changes.length === 0 && <p>No role may do more or less than before.</p>}
      <ul className="change-groups">
        {changes.map(({ role, tenants, gained, lost, people }) => (
          <li key={`${role} ${tenants[0]}`} className={gained.length > 0 ? 'change gained' : 'change lost'}>
            <p>
              <strong>{role}</strong> in {tenants.length} {tenants.length === 1 ? 'tenant' : 'tenants'}
              <span className="faint">
                {' '}
                · held by {people} {people === 1 ? 'person' : 'people'}
              </span>
            </p>
            {(
              [
                ['+', gained],
                ['−', lost],
              ] as const
            ).map(([mark, permissions]) =>
              permissions.length === 0 ? null : (
                <p key={mark} className="names">
                  {mark}
                  {permissions.slice(0, 8).map((permission) => (
                    <a
                      key={permission}
                      href={linkTo({ tenant: tenants[0], role, cell: permission, of: role }, 'matrix')}
                    >
                      <code>{permission}</code>
                    </a>
                  ))}
                  {permissions.length > 8 && <span className="faint">and {permissions.length - 8} more</span>}
                </p>
              ),
            )}
            <p className="faint">{listFirst(tenants, 5)}</p>
          </li>
        ))}
      </ul>
      <p className="faint">
        Of {after.rows.length} roles in tenants only the permissions are compared at once. Whose rights
        change, which invariants break and what stays without effect takes some seconds.
      </p>
      <button type="button" onClick={askAll}>
        Work out the whole difference
      </button>
    </>
  );
}
