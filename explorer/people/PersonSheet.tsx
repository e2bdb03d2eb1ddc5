import { useMemo } from 'react';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { capName, type Tenant, type User } from '../../compiler/model/policy.ts';
import { useExplorer } from '../context.ts';
import { SearchField } from '../parts/Choice.tsx';
import { type DataColumn, DataTable } from '../parts/DataTable.tsx';
import { askLibrary } from '../state/ask-library.ts';
import { comparePersons, type PersonPermission, readPerson, type SupposedPerson } from '../state/person.ts';
import { SupposeFields } from './SupposeFields.tsx';

interface Props {
  readonly matrix: Matrix;
  readonly tenant: Tenant;
  readonly user: User;
}

/** One user: what they may do by which role, and what they would as somebody else. */
export function PersonSheet({ matrix, tenant, user }: Props) {
  const { route, linkTo } = useExplorer();
  const { params } = route;
  const supposed = useMemo(() => readSupposition(params), [params]);
  const is = useMemo(() => readPerson(matrix, tenant, user, {}), [matrix, tenant, user]);
  const would = useMemo(
    () => askLibrary(() => readPerson(matrix, tenant, user, supposed)),
    [matrix, tenant, user, supposed],
  );
  const isSupposed = Object.values(supposed).some((value) => value !== undefined);
  return (
    <article className="person">
      <header>
        <h2>{user.id}</h2>
        <span className="chip">{capName(user)}</span>
        {!user.active && <span className="chip">not active</span>}
        <a href={linkTo({ user: undefined, type: undefined, seats: undefined, roles: undefined })}>
          All users
        </a>
      </header>
      {'refused' in would ? (
        <p className="notice bad" role="alert">
          {would.refused}
        </p>
      ) : (
        <>
          <SupposeFields matrix={matrix} tenant={tenant} user={user} answer={would} isSupposed={isSupposed} />
          {isSupposed && <Difference {...comparePersons(is, would)} />}
          <Permissions permissions={would.permissions} />
        </>
      )}
    </article>
  );
}

/** Reads the supposition that an address names. */
function readSupposition({ type, seats, roles }: Readonly<Record<string, string>>): SupposedPerson {
  const split = (names: string | undefined) =>
    names === undefined ? undefined : names === '-' ? [] : names.split('|');
  return { userType: type, seats: split(seats), roles: split(roles) };
}

function Difference({
  gained,
  lost,
}: {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}) {
  const list = (names: readonly string[]) =>
    names.length === 0
      ? 'nothing'
      : `${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`;
  return (
    <p className="notice supposed" role="status">
      Supposed, not real: gains <strong>{list(gained)}</strong>; loses <strong>{list(lost)}</strong>.
    </p>
  );
}

function Permissions({ permissions }: { readonly permissions: readonly PersonPermission[] }) {
  const { route, go, linkTo } = useExplorer();
  const { find = '' } = route.params;
  const shown = useMemo(
    () => permissions.filter(({ cell }) => cell.permission.toLowerCase().includes(find.toLowerCase())),
    [permissions, find],
  );
  const columns: readonly DataColumn<PersonPermission>[] = [
    {
      id: 'permission',
      title: 'Permission',
      sortBy: ({ cell }) => cell.permission,
      show: ({ cell, roles }) => (
        <a href={linkTo({ role: roles[0], cell: cell.permission, of: roles[0] }, 'matrix')}>
          <code>{cell.permission}</code>
        </a>
      ),
    },
    { id: 'risk', title: 'Risk', sortBy: ({ cell }) => cell.risk, show: ({ cell }) => cell.risk },
    { id: 'roles', title: 'By', sortBy: ({ roles }) => roles.join(), show: ({ roles }) => roles.join(', ') },
    { id: 'records', title: 'Records', show: ({ records }) => records },
  ];
  return (
    <section aria-label="Permissions">
      <div className="table-head">
        <h2>{permissions.length} permissions</h2>
        <SearchField label="Find a permission" value={find} change={(text) => go({ find: text })} />
      </div>
      <DataTable
        label="Permissions of the user"
        columns={columns}
        rows={shown}
        keyOf={({ cell }) => cell.permission}
      />
    </section>
  );
}
