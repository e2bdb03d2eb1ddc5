import { useRef } from 'react';

/** The two halves of a role's permissions. */
export type PermissionTab = 'models' | 'toggles';

const tabs: readonly (readonly [PermissionTab, string])[] = [
  ['models', 'Data models'],
  ['toggles', 'Modules and features'],
];

interface Props {
  readonly tab: PermissionTab;
  readonly select: (tab: PermissionTab) => void;
}

/** The tabs over the boxes of a role; arrow keys go from one to the other. */
export function PermissionTabs({ tab, select }: Props) {
  const list = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Permissions"
      className="tabs"
      onKeyDown={({ key }) => {
        if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
        const other = tab === 'models' ? 'toggles' : 'models';
        select(other);
        list.current?.querySelector<HTMLElement>(`#tab-${other}`)?.focus();
      }}
    >
      {tabs.map(([name, title]) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-controls="permissions"
          aria-selected={tab === name}
          tabIndex={tab === name ? 0 : -1}
          onClick={() => select(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
