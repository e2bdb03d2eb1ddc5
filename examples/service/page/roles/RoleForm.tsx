import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { type Boxes, tick } from './boxes.ts';
import { ModelTable } from './ModelTable.tsx';
import { type PermissionTab, PermissionTabs } from './PermissionTabs.tsx';
import { PortfolioPicker } from './PortfolioPicker.tsx';
import { forWhom } from './RoleList.tsx';
import { ToggleLists } from './ToggleLists.tsx';
import type { OfferedPermission, RoleCheck, RoleDocument, RoleEditor } from './types.ts';

interface Props {
  readonly editor: RoleEditor;
  readonly role: RoleDocument;
  /** The reason for which nothing of the role can be changed; undefined if it can be changed. */
  readonly locked: string | undefined;
  readonly isChanged: boolean;
  readonly change: (role: RoleDocument) => void;
  readonly review: () => void;
  readonly discard: () => void;
  readonly actions: React.ReactNode;
  /** The box to lead to, with a number that grows. */
  readonly shown: { readonly permission: string; readonly at: number } | undefined;
}

/**
 * A role as check boxes: the portfolio above, then data models, then modules and features. What a click means for the role as a
 * whole is computed once the click has been drawn.
 */
export function RoleForm(props: Props) {
  const { editor, role, locked, isChanged, change, review, discard, actions, shown } = props;
  const [tab, setTab] = useState<PermissionTab>('models');
  const form = useRef<HTMLDivElement>(null);
  const deferred = useDeferredValue(role);
  const check = useMemo(() => editor.check(deferred), [editor, deferred]);
  const boxes = useBoxes(editor, role, check, locked, change);
  const models = useMemo(() => modelsOf(boxes.offered), [boxes.offered]);

  const reached = useRef(0);
  useEffect(() => {
    if (!shown || reached.current === shown.at) return;
    const kind = boxes.offered.find(({ permission }) => permission === shown.permission)?.kind;
    const wanted = kind === 'action' || kind === 'property' ? 'models' : 'toggles';
    if (tab !== wanted) return setTab(wanted);
    reached.current = shown.at;
    const [subject] = shown.permission.split(/[.:]/);
    // The box of a property is there only while its model is unfolded.
    const box =
      form.current?.querySelector<HTMLElement>(`[data-permission="${shown.permission}"]`) ??
      form.current?.querySelector<HTMLElement>(`[data-permission^="${subject}:"]`);
    box?.focus();
    box?.scrollIntoView({ block: 'center' });
  }, [shown, tab, boxes.offered]);

  const properties = useMemo(() => listProperties(boxes.offered), [boxes.offered]);

  return (
    <div ref={form} className="role-form">
      <header>
        <div>
          <h2>{role.title ?? role.name}</h2>
          <p className="facts">
            <code>{role.name}</code> <span className="chip">{forWhom(role)}</span>
            {role.clonedFrom !== undefined && <span className="faint"> copied from {role.clonedFrom}</span>}
          </p>
          {role.description !== undefined && <p className="faint">{role.description}</p>}
        </div>
        <div className="actions">{actions}</div>
      </header>
      {locked !== undefined && <p className="locked">{locked}</p>}
      <PortfolioPicker
        editor={editor}
        portfolio={role.portfolio}
        models={models}
        properties={properties}
        isLocked={locked !== undefined}
        change={(portfolio) => change({ ...role, portfolio })}
      />
      <PermissionTabs tab={tab} select={setTab} />
      <div role="tabpanel" id="permissions" aria-labelledby={`tab-${tab}`}>
        {tab === 'models' ? <ModelTable boxes={boxes} /> : <ToggleLists boxes={boxes} />}
      </div>
      {isChanged && <Changed check={check} review={review} discard={discard} />}
    </div>
  );
}

/** Lists the names of the properties of each model. */
function listProperties(offered: readonly OfferedPermission[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { subject, property, action } of offered)
    if (property !== undefined && action === 'view')
      found.set(subject, [...(found.get(subject) ?? []), property]);
  return found;
}

/** Reads what the boxes show. What there can be depends on user type and seats alone, so no click computes it anew. */
function useBoxes(
  editor: RoleEditor,
  role: RoleDocument,
  { holds }: RoleCheck,
  locked: string | undefined,
  change: (role: RoleDocument) => void,
): Boxes {
  const holder = JSON.stringify({ userType: role.userType, seats: role.seats });
  const offered = useMemo(() => editor.offer(JSON.parse(holder)), [editor, holder]);
  const granted = useMemo(
    () => new Map(editor.granted(role).map((one) => [one.permission, one])),
    [editor, role],
  );
  const effective = useMemo(() => new Set(holds.map(({ permission }) => permission)), [holds]);
  const newest = useRef(role);
  newest.current = role;
  const set = useCallback(
    (permission: string, isOn: boolean) => {
      const one = offered.find((other) => other.permission === permission);
      if (!one) return;
      newest.current = tick(editor, newest.current, one, isOn);
      change(newest.current);
    },
    [editor, offered, change],
  );
  return useMemo(
    () => ({ offered, granted, effective, locked, set }),
    [offered, granted, effective, locked, set],
  );
}

interface ChangedProps extends Pick<Props, 'review' | 'discard'> {
  readonly check: RoleCheck;
}

/** A short summary of the changes that are not saved yet. */
function Changed({ check: { findings, adds, takes, moves }, review, discard }: ChangedProps) {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    `adds ${adds.length}`,
    `takes ${takes.length}`,
    ...(moves.length > 0 ? [`moves ${moves.length}`] : []),
  ];
  return (
    <footer className="changed">
      <p role="status" className={errors > 0 ? 'wrong' : undefined}>
        Not saved: {parts.join(' · ')}
      </p>
      <button type="button" onClick={discard}>
        Discard
      </button>
      <button type="button" className="primary" onClick={review}>
        Review and save
      </button>
    </footer>
  );
}

function modelsOf(offered: Boxes['offered']) {
  const titles = new Map(
    offered
      .filter(({ kind }) => kind === 'action')
      .map(({ subject, title }) => [subject as string, title ?? subject]),
  );
  return [...titles].map(([name, title]) => ({ name, title: String(title) }));
}
