import type { Matrix } from '../../compiler/model/matrix.ts';
import { capName, type Role } from '../../compiler/model/policy.ts';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { Select } from '../parts/Choice.tsx';
import { rowsOfTenant } from '../state/find-row.ts';
import { chooseTenant } from '../state/matrix-choice.ts';
import { readSupposedNames } from '../state/person.ts';
import { RoleDialogs, type RoleTask } from './RoleDialogs.tsx';
import { RoleSheet } from './RoleSheet.tsx';

/** The roles of a tenant: the list, and beside it the boxes of the one that is open. */
export function RolesView() {
  const { draft } = useExplorer();
  return draft.matrix ? <Roles matrix={draft.matrix} /> : <Broken />;
}

function Roles({ matrix }: { readonly matrix: Matrix }) {
  const { route, go } = useExplorer();
  const tenant = chooseTenant(matrix, route.params.tenant);
  if (!tenant) return <p className="empty">There is no tenant, and a role is seen in one.</p>;
  const rows = rowsOfTenant(matrix, tenant.name);
  const row = rows.get(route.params.role ?? '') ?? rows.values().next().value;
  const task = readTask(route.params, row?.role);
  const close = () => go({ task: undefined, type: undefined, seats: undefined });
  return (
    <div className="roles">
      <aside className="role-list" aria-label="Roles">
        <Select
          label="As seen in tenant"
          value={tenant.name}
          options={matrix.policy.tenants.map(({ name, title }) => [name, title ?? name])}
          choose={(name) => go({ tenant: name })}
        />
        <button type="button" onClick={() => go({ task: 'new' })}>
          New role
        </button>
        <ul>
          {[...rows.values()].map(({ role }) => (
            <li key={role.name}>
              <button
                ref={role === row?.role ? showInList : undefined}
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
        <RoleSheet key={`${tenant.name} ${row.role.name}`} matrix={matrix} row={row} />
      ) : (
        <p className="empty">This tenant is offered no role.</p>
      )}
      {task && <RoleDialogs key={task.kind} {...{ task, tenant, matrix, close }} />}
    </div>
  );
}

/** Brings a role into sight where the list runs sideways, as it does in a narrow window. */
function showInList(item: HTMLElement | null) {
  const list = item?.closest('ul');
  if (list) list.scrollLeft = (item?.offsetLeft ?? 0) - list.offsetLeft;
}

/** Reads the dialog that an address names, such as a copy that `explain` proposes; undefined if none is open. */
function readTask(
  { task, type, seats }: Readonly<Record<string, string>>,
  role: Role | undefined,
): RoleTask | undefined {
  if (task === 'new') return { kind: 'new' };
  if (!role) return undefined;
  if (task === 'rename') return { kind: 'rename', role };
  return task === 'copy'
    ? { kind: 'copy', role, userType: type, seats: readSupposedNames(seats) }
    : undefined;
}
