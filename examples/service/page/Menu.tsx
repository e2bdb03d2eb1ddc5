import { useAbility } from '@casl/react';
import type { AppAbility } from '@planhat/permissions';
import { useState } from 'react';
import type { User } from './api.ts';
import { Records } from './Records.tsx';
import { RevenueView } from './RevenueView.tsx';
import { RoleSettings } from './RoleSettings.tsx';
import { accounts, people, type Table, tasks } from './tables.ts';

interface Entry {
  readonly title: string;
  readonly view: Table | 'revenue' | 'settings';
  readonly permitted: (ability: AppAbility) => boolean;
}

const entries: readonly Entry[] = [
  { title: 'Accounts', view: accounts, permitted: (ability) => ability.can('view', 'Company') },
  { title: 'People', view: people, permitted: (ability) => ability.can('view', 'EndUser') },
  { title: 'Tasks', view: tasks, permitted: (ability) => ability.can('use', 'Actions') },
  { title: 'Revenue', view: 'revenue', permitted: (ability) => ability.can('use', 'Revenue') },
  {
    title: 'Users and roles',
    view: 'settings',
    permitted: (ability) => ability.can('use', 'AdminAccess') && ability.can('view', 'UserRole'),
  },
];

/** The menu has what may be used and begins with the first of it; a module has no entry where it may not. */
export function Menu({ user }: { readonly user: User }) {
  const ability = useAbility<AppAbility>();
  const offered = entries.filter(({ permitted }) => permitted(ability));
  const [shown, show] = useState(offered[0]?.view);
  if (shown === undefined) return <p>Nothing here that you may use.</p>;
  return (
    <>
      <nav aria-label="Menu">
        {offered.map(({ title, view }) => (
          <button
            key={title}
            type="button"
            aria-current={shown === view ? 'page' : undefined}
            onClick={() => show(view)}
          >
            {title}
          </button>
        ))}
      </nav>
      {shown === 'revenue' && <RevenueView />}
      {shown === 'settings' && <RoleSettings tenant={user.tenant} />}
      {typeof shown === 'object' && <Records key={shown.path} table={shown} />}
    </>
  );
}
