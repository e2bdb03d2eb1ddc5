import { useState } from 'react';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { capName } from '../../compiler/model/policy.ts';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { Select } from '../parts/Choice.tsx';
import { rowsOfTenant } from '../state/find-row.ts';
import { chooseTenant } from '../state/matrix-choice.ts';
import { RoleDialogs, type RoleTask } from './RoleDialogs.tsx';
import { RoleSheet } from './RoleSheet.tsx';

/** The roles of a tenant: the list, and beside it the boxes of the one that is open. */
export function RolesView() {
  const { draft } = useExplorer();
  return draft.matrix ? <Roles matrix={draft.matrix} /> : <Broken />;
}

function Roles({ matrix }: { readonly matrix: Matrix }) {
  const { route, go } = useExplorer();
  const [task, setTask] = useState<RoleTask>();
  const tenant = chooseTenant(matrix, route.params.tenant);
  if (!tenant) return <p className="empty">There is no tenant, and a role is seen in one.</p>;
  const rows = rowsOfTenant(matrix, tenant.name);
  const row = rows.get(route.params.role ?? '') ?? rows.values().next().value;
  return (
    <div className="roles">
      <aside className="role-list" aria-label="Roles">
        <Select
          label="As seen in tenant"
          value={tenant.name}
          options={matrix.policy.tenants.map(({ name, title }) => [name, title ?? name])}
          choose={(name) => go({ tenant: name })}
        />
        <button type="button" onClick={() => setTask({ kind: 'new' })}>
          New role
        </button>
        <ul>
          {[...rows.values()].map(({ role }) => (
            <li key={role.name}>
              <button
                type="button"
                aria-current={role === row?.role ? 'true' : undefined}
                onClick={() => go({ role: role.name })}
              >
                <span className="name">{role.title ?? role.name}</span>
                <small>
                  {capName(role)}
                  {role.tenant !== undefined && ` · ${tenant.title ?? tenant.name} only`}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      {row ? (
        <RoleSheet key={`${tenant.name} ${row.role.name}`} matrix={matrix} row={row} start={setTask} />
      ) : (
        <p className="empty">This tenant is offered no role.</p>
      )}
      {task && <RoleDialogs task={task} tenant={tenant} matrix={matrix} close={() => setTask(undefined)} />}
    </div>
  );
}
