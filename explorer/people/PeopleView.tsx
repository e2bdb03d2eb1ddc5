import { useMemo } from 'react';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { capName, type Tenant, type User } from '../../compiler/model/policy.ts';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { SearchField, Select } from '../parts/Choice.tsx';
import { type DataColumn, DataTable } from '../parts/DataTable.tsx';
import { chooseTenant } from '../state/matrix-choice.ts';
import { PersonSheet } from './PersonSheet.tsx';

/** The users of a tenant: the list, or one of them. */
export function PeopleView() {
  const { draft } = useExplorer();
  return draft.matrix ? <People matrix={draft.matrix} /> : <Broken />;
}

function People({ matrix }: { readonly matrix: Matrix }) {
  const { route, go } = useExplorer();
  const tenant = chooseTenant(matrix, route.params.tenant);
  const { user: id, text = '' } = route.params;
  const user = tenant?.users?.find((one) => one.id === id);
  const found = useMemo(
    () => (tenant?.users ?? []).filter((one) => isNamed(one, text.toLowerCase())),
    [tenant, text],
  );
  if (!tenant) return <p className="empty">There is no tenant.</p>;
  return (
    <>
      <search className="filters">
        <Select
          label="Tenant"
          value={tenant.name}
          options={matrix.policy.tenants.map(({ name, title }) => [name, title ?? name])}
          choose={(name) => go({ tenant: name, user: undefined })}
        />
        <SearchField
          label="Name, type or role"
          value={text}
          change={(value) => go({ text: value, user: undefined })}
        />
      </search>
      {user ? (
        <PersonSheet key={user.id} matrix={matrix} tenant={tenant} user={user} />
      ) : (
        <UserList tenant={tenant} users={found} />
      )}
    </>
  );
}

const isNamed = ({ id, userType, roles }: User, sought: string): boolean =>
  [id, userType.name, ...roles.map(({ name }) => name)].some((one) => one.toLowerCase().includes(sought));

function UserList({ tenant, users }: { readonly tenant: Tenant; readonly users: readonly User[] }) {
  const { linkTo } = useExplorer();
  if (!tenant.users)
    return (
      <p className="empty">The policies do not say who the users of {tenant.title ?? tenant.name} are.</p>
    );
  const columns: readonly DataColumn<User>[] = [
    {
      id: 'user',
      title: 'User',
      sortBy: ({ id }) => id,
      show: ({ id }) => <a href={linkTo({ user: id })}>{id}</a>,
    },
    { id: 'type', title: 'Type and seats', sortBy: capName, show: capName },
    {
      id: 'roles',
      title: 'Roles',
      sortBy: ({ roles }) => roles.map(({ name }) => name).join(),
      show: ({ roles }) => roles.map(({ name, title }) => title ?? name).join(', ') || 'none',
    },
    {
      id: 'active',
      title: 'Active',
      sortBy: ({ active }) => (active ? 0 : 1),
      show: ({ active }) => (active ? 'yes' : 'no'),
    },
  ];
  return <DataTable label="Users" columns={columns} rows={users} keyOf={({ id }) => id} />;
}
