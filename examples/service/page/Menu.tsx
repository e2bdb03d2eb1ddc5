import { Can } from '@casl/react';
import type { AppAbility } from '@planhat/permissions';
import { useState } from 'react';
import { Records } from './Records.tsx';
import { RevenueView } from './RevenueView.tsx';
import { accounts, people, type Table, tasks } from './tables.ts';

/** The menu has what may be used; a module has no entry where it may not. */
export function Menu() {
  const [shown, show] = useState<Table | 'revenue'>(accounts);
  const entry = (title: string, view: Table | 'revenue') => (
    <button type="button" aria-current={shown === view ? 'page' : undefined} onClick={() => show(view)}>
      {title}
    </button>
  );
  return (
    <>
      <nav aria-label="Menu">
        <Can<AppAbility> I="view" a="Company">
          {entry('Accounts', accounts)}
        </Can>
        <Can<AppAbility> I="view" an="EndUser">
          {entry('People', people)}
        </Can>
        <Can<AppAbility> I="use" a="Actions">
          {entry('Tasks', tasks)}
        </Can>
        <Can<AppAbility> I="use" a="Revenue">
          {entry('Revenue', 'revenue')}
        </Can>
      </nav>
      {shown === 'revenue' ? <RevenueView /> : <Records key={shown.path} table={shown} />}
    </>
  );
}
