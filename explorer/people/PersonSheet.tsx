import { useMemo } from 'react';
import type { EditQuestion } from '../../compiler/library/answers.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { capName, type Tenant, type User } from '../../compiler/model/policy.ts';
import { listFirst } from '../../compiler/text/list.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';
import { SearchField } from '../parts/Choice.tsx';
import { type DataColumn, DataTable } from '../parts/DataTable.tsx';
import { EffectPanel } from '../roles/EffectPanel.tsx';
import { askLibrary } from '../state/ask-library.ts';
import {
  comparePersons,
  describePersonChange,
  type PersonAnswer,
  type PersonPermission,
  readPerson,
  readSupposedNames,
  type SupposedPerson,
} from '../state/person.ts';
import { useEdit } from '../use-edit.ts';
import { SupposeFields } from './SupposeFields.tsx';

interface Props {
  readonly matrix: Matrix;
  readonly tenant: Tenant;
  readonly user: User;
}

/** One user: what they may do by which role, and what they would as somebody else. */
export function PersonSheet({ matrix, tenant, user }: Props) {
  const { route, linkTo, draft, tree } = useExplorer();
  const { params } = route;
  const supposed = useMemo(() => readSupposition(params), [params]);
  const is = useMemo(() => readPerson(matrix, tenant, user, {}), [matrix, tenant, user]);
  const would = useMemo(
    () => askLibrary(() => readPerson(matrix, tenant, user, supposed)),
    [matrix, tenant, user, supposed],
  );
  const isSupposed = Object.values(supposed).some((value) => value !== undefined);
  const isEdited = draft !== tree;
  return (
    <div className={isEdited ? 'with-effect' : undefined}>
      <article className="person">
        <header>
          <div>
            <p>
              <a href={linkTo({ user: undefined, ...asItIs })}>All users of {tenant.title ?? tenant.name}</a>
            </p>
            <h2>{user.id}</h2>
          </div>
          <span className="chip">{capName(user)}</span>
          {!user.active && <span className="chip">not active</span>}
        </header>
        {'refused' in would ? (
          <div className="notice bad" role="alert">
            <p>{would.refused}</p>
            <a href={linkTo(asItIs)}>As it is</a>
          </div>
        ) : (
          <>
            <section aria-label="What if" className="suppose">
              <SupposeFields {...{ matrix, tenant, user }} answer={would} />
              {isSupposed && <Supposed {...{ tenant, user, is, would }} />}
            </section>
            <Permissions permissions={would.permissions} />
          </>
        )}
      </article>
      {isEdited && <EffectPanel />}
    </div>
  );
}

/** The choices by which nothing is supposed. */
const asItIs = { type: undefined, seats: undefined, roles: undefined } as const;

/** Reads the supposition that an address names. */
const readSupposition = ({ type, seats, roles }: Readonly<Record<string, string>>): SupposedPerson => ({
  userType: type,
  seats: readSupposedNames(seats),
  roles: readSupposedNames(roles),
});

interface SupposedProps extends Pick<Props, 'tenant' | 'user'> {
  readonly is: PersonAnswer;
  readonly would: PersonAnswer;
}

/** The difference that a supposition makes, and the button that makes it an edit of the list of users. */
function Supposed({ tenant, user, is, would }: SupposedProps) {
  const { go } = useExplorer();
  const { edit, refused } = useEdit();
  const { gained, lost } = comparePersons(is, would);
  const change = describePersonChange(is, would);

  function make() {
    const question: EditQuestion = {
      edit: 'user',
      ...{ tenant: tenant.name, user: user.id, userType: would.user.userType.name },
      ...{ seats: would.user.seats.map(({ name }) => name), roles: would.user.roles.map(({ name }) => name) },
    };
    if (edit(`${user.id} in ${tenant.name}: ${change}`, question)) go(asItIs);
  }

  return (
    <div className="notice supposed">
      <p role="status">
        Supposed, not real: gains <strong>{listShort(gained)}</strong>; loses{' '}
        <strong>{listShort(lost)}</strong>.
      </p>
      {refused !== undefined && (
        <p role="alert" className="refused">
          <Words text={refused} />
        </p>
      )}
      <p className="actions">
        <button type="button" className="primary" disabled={change === undefined} onClick={make}>
          Make this edit
        </button>
        <button type="button" onClick={() => go(asItIs)}>
          As it is
        </button>
      </p>
    </div>
  );
}

const listShort = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing' : listFirst(names, 8);

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
