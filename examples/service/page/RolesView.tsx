import { useAbility } from '@casl/react';
import type { AppAbility } from '@planhat/permissions';
import type { RoleCheck, RoleDocument, RoleEditor } from '@planhat/permissions/roles';
import { useCallback, useState } from 'react';
import {
  type Answer,
  addRole,
  checkRole,
  type Refusal,
  type RoleRow,
  removeRole,
  replaceRole,
  type Settings,
} from './api.ts';
import { Refused } from './Refused.tsx';
import { Dialog } from './roles/Dialog.tsx';
import { Review } from './roles/Review.tsx';
import { type Purpose, RoleDialog } from './roles/RoleDialog.tsx';
import { RoleForm } from './roles/RoleForm.tsx';
import { RoleList, titleOf } from './roles/RoleList.tsx';
import type { Member } from './roles/types.ts';

interface Props {
  readonly editor: RoleEditor;
  readonly rows: readonly RoleRow[];
  readonly members: readonly Member[];
  /** Reads the settings anew; undefined if the service refuses to send them. */
  readonly reload: () => Promise<Settings | undefined>;
  readonly setRows: (change: (rows: readonly RoleRow[]) => readonly RoleRow[]) => void;
}

/** The role on the page: a stored one with the version that is edited, a new one, or one of the files, which is only shown. */
interface Opened {
  readonly role: RoleDocument;
  readonly row?: RoleRow;
  readonly isOfFiles?: boolean;
  readonly isChanged?: boolean;
}

/** An act that is done only after somebody confirmed it in a dialog. */
interface Confirmed {
  readonly title: string;
  readonly text: string;
  readonly word: string;
  readonly act: () => void;
}

const nameOf = ({ title, name }: RoleDocument): string => title ?? name;

/** The roles of a tenant: the list, and beside it the one that is open. */
export function RolesView({ editor, rows, members, reload, setRows }: Props) {
  const ability = useAbility<AppAbility>();
  const may = (action: 'create' | 'update' | 'remove') => ability.can(action, 'UserRole');
  const listed = editor.list();
  const [opened, open] = useState<Opened | undefined>(() => openNamed(editor, rows, listed[0]?.role));
  const [purpose, ask] = useState<Purpose>();
  const [check, setCheck] = useState<RoleCheck>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [confirmed, confirm] = useState<Confirmed>();
  const [shown, show] = useState<{ readonly permission: string; readonly at: number }>();

  const change = useCallback(
    (role: RoleDocument) => open((now) => now && { ...now, role, isChanged: true }),
    [],
  );
  const holders = (name: string) => members.filter(({ roles }) => roles.includes(name)).length;

  function settle<Body>(answer: Answer<Body>): answer is Extract<Answer<Body>, { readonly ok: true }> {
    setRefusal(answer.ok ? undefined : answer.refusal);
    return answer.ok;
  }

  async function review({ role, row }: Opened) {
    const answer = await checkRole(role, row?.name);
    if (settle(answer)) setCheck(answer.body);
  }

  async function save({ role, row }: Opened) {
    const answer = row ? await replaceRole(row, role) : await addRole(role);
    if (!settle(answer)) return;
    setCheck(undefined);
    const saved = answer.body;
    setRows((all) => [...all.filter(({ name }) => name !== row?.name), saved]);
    open({ role: saved.compiled.role, row: saved });
    if (row && row.name !== saved.name) await reload();
  }

  async function remove(row: RoleRow) {
    if (!settle(await removeRole(row))) return;
    setRows((all) => all.filter(({ name }) => name !== row.name));
    open(undefined);
  }

  /** Goes back to what is stored now, which may be what somebody else has saved meanwhile. */
  async function discard() {
    setRefusal(undefined);
    const row = (await reload())?.roles.find(({ name }) => name === opened?.row?.name);
    open(row && { role: row.compiled.role, row });
  }

  function openOther(name: string) {
    setRefusal(undefined);
    open(openNamed(editor, rows, name));
  }

  const locked = !opened
    ? undefined
    : opened.isOfFiles
      ? 'This role comes with the product. Duplicate it to make one that you can change.'
      : (opened.row ? may('update') : may('create'))
        ? undefined
        : 'You may see this role, and not change it.';

  return (
    <div className="roles">
      <aside>
        {may('create') && (
          <button type="button" className="primary" onClick={() => ask({ kind: 'create' })}>
            New role
          </button>
        )}
        <RoleList
          roles={listed}
          selected={opened?.row?.name ?? opened?.role.name}
          holders={holders}
          select={(name) =>
            opened?.isChanged
              ? confirm({
                  title: 'Discard changes?',
                  text: `What you changed of ${nameOf(opened.role)} is not saved.`,
                  word: 'Discard',
                  act: () => openOther(name),
                })
              : openOther(name)
          }
        />
      </aside>
      <div className="opened">
        {refusal && !check && <Refused refusal={refusal} close={() => setRefusal(undefined)} />}
        {opened ? (
          <RoleForm
            key={opened.row?.name ?? opened.role.name}
            editor={editor}
            role={opened.role}
            locked={locked}
            isChanged={opened.isChanged === true}
            change={change}
            review={() => review(opened)}
            discard={discard}
            shown={shown}
            actions={
              <>
                {may('create') && (
                  <button
                    type="button"
                    onClick={() =>
                      ask({
                        kind: 'duplicate',
                        of: opened.isOfFiles ? opened.role.name : opened.role,
                        title: nameOf(opened.role),
                      })
                    }
                  >
                    Duplicate
                  </button>
                )}
                {locked === undefined && (
                  <>
                    <button type="button" onClick={() => ask({ kind: 'rename', of: opened.role })}>
                      Rename
                    </button>
                    <button type="button" onClick={() => ask({ kind: 'switch', of: opened.role })}>
                      Switch type
                    </button>
                  </>
                )}
                {opened.row && may('remove') && (
                  <button
                    type="button"
                    className="remove"
                    onClick={() =>
                      confirm({
                        title: `Remove ${nameOf(opened.role)}?`,
                        text: 'The role is gone then. Nobody can be given it any more.',
                        word: 'Remove role',
                        act: () => opened.row && remove(opened.row),
                      })
                    }
                  >
                    Remove
                  </button>
                )}
              </>
            }
          />
        ) : (
          <p className="faint">Choose a role, or make a new one.</p>
        )}
      </div>
      {purpose && (
        <RoleDialog
          editor={editor}
          purpose={purpose}
          taken={listed
            .map(({ role }) => role)
            .filter((name) => purpose.kind !== 'rename' || name !== opened?.row?.name)}
          close={() => ask(undefined)}
          done={(role) => {
            const isOther = purpose.kind === 'create' || purpose.kind === 'duplicate';
            open((now) => ({ role, isChanged: true, ...(!isOther && now?.row && { row: now.row }) }));
            ask(undefined);
          }}
        />
      )}
      {confirmed && (
        <Dialog
          title={confirmed.title}
          close={() => confirm(undefined)}
          submit={() => {
            confirm(undefined);
            confirmed.act();
          }}
          actions={
            <button type="submit" className="primary">
              {confirmed.word}
            </button>
          }
        >
          <p>{confirmed.text}</p>
        </Dialog>
      )}
      {check && opened && (
        <Review
          role={opened.role}
          check={check}
          isNew={!opened.row}
          refusal={refusal && [refusal.message, ...refusal.reasons.map(({ reason }) => reason)].join('. ')}
          close={() => setCheck(undefined)}
          save={() => save(opened)}
          show={(permission) => {
            setCheck(undefined);
            show((last) => ({ permission, at: (last?.at ?? 0) + 1 }));
          }}
        />
      )}
    </div>
  );
}

/** Opens a role by its name: a row as it was written, one of the files as a copy of it would be. */
function openNamed(
  editor: RoleEditor,
  rows: readonly RoleRow[],
  name: string | undefined,
): Opened | undefined {
  const row = rows.find((one) => one.name === name);
  if (row) return { role: row.compiled.role, row };
  const listed = editor.list().find(({ role, stored }) => role === name && !stored);
  if (!listed || listed.because !== undefined) return undefined;
  const { clonedFrom: _, ...role } = editor.duplicate(listed.role, {
    name: listed.role,
    title: titleOf(listed),
  }).role;
  return {
    role: { ...role, ...(listed.description !== undefined && { description: listed.description }) },
    isOfFiles: true,
  };
}
