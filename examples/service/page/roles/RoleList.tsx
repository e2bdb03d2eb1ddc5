import type { ListedRole } from './types.ts';

interface Props {
  readonly roles: readonly ListedRole[];
  readonly selected: string | undefined;
  readonly holders: (role: string) => number;
  readonly select: (role: string) => void;
}

/** The roles of a tenant: first those that were made here, with user type and seats as they were chosen. */
export function RoleList({ roles, selected, holders, select }: Props) {
  return (
    <nav aria-label="Roles" className="role-list">
      {[true, false].map((isStored) => {
        const group = roles.filter(({ stored }) => stored === isStored);
        return (
          <section key={String(isStored)}>
            <h2>{isStored ? 'Made here' : 'Of the product'}</h2>
            {group.length === 0 && <p className="faint">None yet.</p>}
            <ul>
              {group.map((role) => (
                <li key={role.role}>
                  <button
                    type="button"
                    aria-current={selected === role.role ? 'true' : undefined}
                    onClick={() => select(role.role)}
                  >
                    <span className="name">{titleOf(role)}</span>
                    <small>
                      {role.because === undefined ? forWhom(role) : 'Gives nothing: it has errors'}
                      {holders(role.role) > 0 && ` · ${countOf(holders(role.role))}`}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

export const titleOf = (role: ListedRole): string =>
  (role.because === undefined ? role.title : undefined) ?? role.role;

/** User type and seats as people read them. */
export const forWhom = ({
  userType,
  seats = [],
}: {
  userType: string;
  seats?: readonly string[] | undefined;
}) => [userType, ...seats].join(' + ');

export const countOf = (users: number): string => `${users} ${users === 1 ? 'user' : 'users'}`;
