import { useAbility } from '@casl/react';
import type { AppAbility } from '@planhat/permissions';
import type { EditorOptions, RoleEditor, StoredRole } from '@planhat/permissions/roles';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { changeMember, getSettings, type Refusal, type RoleRow, type Settings } from './api.ts';
import { Refused } from './Refused.tsx';
import { RolesView } from './RolesView.tsx';
import { Members } from './roles/Members.tsx';

interface Loaded extends Settings {
  readonly open: (options: EditorOptions) => RoleEditor;
}

interface Props {
  readonly tenant: StoredRole['tenant'];
}

/** Roles and users of a tenant. That the page opens is a courtesy: every request behind it is decided by the service. */
export function RoleSettings({ tenant }: Props) {
  const ability = useAbility<AppAbility>();
  const [loaded, setLoaded] = useState<Loaded>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [view, show] = useState<'roles' | 'users'>('roles');

  const load = useCallback(async () => {
    const answer = await getSettings();
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return undefined;
    }
    // One package for each tenant: in that of all, every customer would find the roles of every other.
    const address = `/settings/editor/${encodeURIComponent(tenant)}.js`;
    const { roles }: { roles: Loaded['open'] } = await import(address);
    setLoaded({ ...answer.body, open: roles });
    return answer.body;
  }, [tenant]);

  useEffect(() => {
    load();
  }, [load]);

  const editor = useMemo(
    () => loaded?.open({ tenant, stored: loaded.roles.map(({ compiled }) => compiled) }),
    [loaded, tenant],
  );
  const setRows = (change: (rows: readonly RoleRow[]) => readonly RoleRow[]) =>
    setLoaded((now) => now && { ...now, roles: change(now.roles) });

  if (refusal) return <Refused refusal={refusal} />;
  if (!loaded || !editor) return <p>Loading…</p>;
  return (
    <section aria-label="Users and roles" className="settings">
      <fieldset className="switch" aria-label="Show">
        {(['roles', 'users'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => show(one)}>
            {one === 'roles' ? 'Roles' : 'Users'}
          </button>
        ))}
      </fieldset>
      {view === 'roles' ? (
        <RolesView
          editor={editor}
          rows={loaded.roles}
          members={loaded.users}
          reload={load}
          setRows={setRows}
        />
      ) : (
        <Members
          editor={editor}
          members={loaded.users}
          locked={
            ability.can('use', 'ApplyUserRoles')
              ? undefined
              : 'You may see who has which role, and change nobody.'
          }
          save={async ({ id, userType, seats, roles }) => {
            const answer = await changeMember(id, { userType, seats, roles });
            if (!answer.ok)
              return [
                answer.refusal.message,
                ...answer.refusal.reasons.map(({ property, reason }) => `${property}: ${reason}`),
              ].join('. ');
            setLoaded({ ...loaded, users: loaded.users.map((one) => (one.id === id ? answer.body : one)) });
            return undefined;
          }}
        />
      )}
    </section>
  );
}
