import { useMemo, useState } from 'react';
import type { EditQuestion } from '../../compiler/library/answers.ts';
import { edit as makeEdit } from '../../compiler/library.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Role, Seat, Tenant } from '../../compiler/model/policy.ts';
import { Dialog } from '../../examples/service/page/roles/Dialog.tsx';
import { Dropped } from '../../examples/service/page/roles/Dropped.tsx';
import { useExplorer } from '../context.ts';
import { Select, TextField } from '../parts/Choice.tsx';
import { SeatChoices } from '../parts/SeatChoices.tsx';
import { askLibrary } from '../state/ask-library.ts';
import { useEdit } from '../use-edit.ts';

/** The thing that a dialog about roles is for; of a copy, the user type and seats that are proposed. */
export type RoleTask =
  | { readonly kind: 'new' }
  | { readonly kind: 'rename'; readonly role: Role }
  | {
      readonly kind: 'copy';
      readonly role: Role;
      readonly userType?: string | undefined;
      readonly seats?: readonly string[] | undefined;
    };

interface Props {
  readonly task: RoleTask;
  readonly tenant: Tenant;
  readonly matrix: Matrix;
  readonly close: () => void;
}

/** The wish of a dialog, as its fields have it. */
interface Wish {
  readonly name: string;
  readonly title: string;
  readonly isOwn: boolean;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly portfolio: string;
  readonly isWidened: boolean;
}

const titles = { new: 'New role', copy: 'Duplicate', rename: 'Rename' } as const;

/** The dialog by which a role is made, copied or renamed: an edit of files as everything else. */
export function RoleDialogs({ task, tenant, matrix, close }: Props) {
  const { go } = useExplorer();
  const { edit, refused } = useEdit();
  const [wish, setWish] = useState(() => startWish(task, matrix));
  const question = askFor(task, tenant, wish);
  const of = 'role' in task ? ` ${task.role.title ?? task.role.name}` : '';

  function submit() {
    if (!edit(`${titles[task.kind]}${of}: ${wish.name}`, question)) return;
    close();
    go({ role: wish.name.trim() });
  }

  return (
    <Dialog
      title={`${titles[task.kind]}${of}`}
      close={close}
      submit={submit}
      actions={
        <button type="submit" className="primary" disabled={wish.name.trim() === ''}>
          {titles[task.kind]}
        </button>
      }
    >
      {refused !== undefined && (
        <p role="alert" className="notice bad">
          {refused}
        </p>
      )}
      <TextField label="Name" value={wish.name} change={(name) => setWish({ ...wish, name })} />
      {task.kind !== 'rename' && (
        <WishFields
          wish={wish}
          setWish={setWish}
          matrix={matrix}
          tenant={tenant}
          isNew={task.kind === 'new'}
        />
      )}
      {task.kind === 'copy' && wish.name.trim() !== '' && <CopyLoss question={question} />}
    </Dialog>
  );
}

interface FieldsProps {
  readonly wish: Wish;
  readonly setWish: (wish: Wish) => void;
  readonly matrix: Matrix;
  readonly tenant: Tenant;
  readonly isNew: boolean;
}

function WishFields({ wish, setWish, matrix, tenant, isNew }: FieldsProps) {
  const { userTypes, seats, portfolios } = matrix.policy;
  return (
    <>
      <TextField label="Title" value={wish.title} change={(title) => setWish({ ...wish, title })} />
      <Select
        label="For"
        value={wish.isOwn ? 'own' : 'all'}
        options={[
          ['all', 'every tenant'],
          ['own', `${tenant.title ?? tenant.name} only`],
        ]}
        choose={(value) => setWish({ ...wish, isOwn: value === 'own' })}
      />
      <Select
        label="User type"
        value={wish.userType}
        options={userTypes.map(({ name }) => [name, name])}
        choose={(userType) =>
          setWish({ ...wish, userType, seats: keepCombining(seats, wish.seats, userType) })
        }
      />
      <SeatChoices
        {...{ seats, userType: wish.userType }}
        tenant={wish.isOwn ? tenant : undefined}
        chosen={wish.seats}
        choose={(names) => setWish({ ...wish, seats: names })}
      />
      {isNew ? (
        <Select
          label="Records"
          value={wish.portfolio}
          options={portfolios
            .filter((one) => one.tenant === undefined || (wish.isOwn && one.tenant === tenant.name))
            .map(({ name, title }) => [name, title ?? name])}
          choose={(portfolio) => setWish({ ...wish, portfolio })}
        />
      ) : (
        <label className="check">
          <input
            type="checkbox"
            className="box"
            checked={wish.isWidened}
            onChange={(event) => setWish({ ...wish, isWidened: event.target.checked })}
          />{' '}
          let the copy hold what the role asks for and its own type refuses
        </label>
      )}
    </>
  );
}

const keepCombining = (
  seats: readonly Seat[],
  names: readonly string[],
  userType: string,
): readonly string[] =>
  names.filter((name) => seats.some((seat) => seat.name === name && seat.combinesWith.has(userType)));

/** Lists the permissions that a copy would lose, as `plafond role clone` does. */
function CopyLoss({ question }: { readonly question: EditQuestion }) {
  const { draft } = useExplorer();
  const key = JSON.stringify(question);
  const answer = useMemo(
    () => askLibrary(() => makeEdit(draft.policies, JSON.parse(key) as EditQuestion)),
    [draft, key],
  );
  if ('refused' in answer) return <p className="notice poor">{answer.refused}</p>;
  const because = 'the user type and seats of the copy do not hold them';
  return <Dropped dropped={(answer.dropped ?? []).map((permission) => ({ permission, because }))} />;
}

function startWish(task: RoleTask, { policy }: Matrix): Wish {
  const role = 'role' in task ? task.role : undefined;
  const proposed = task.kind === 'copy' ? task : undefined;
  return {
    name: role === undefined ? '' : task.kind === 'copy' ? `${role.name}-copy` : role.name,
    title: '',
    isOwn: role?.tenant !== undefined,
    userType: proposed?.userType ?? role?.userType.name ?? policy.userTypes[0]?.name ?? '',
    seats: proposed?.seats ?? role?.seats.map(({ name }) => name) ?? [],
    portfolio: policy.portfolios.find(({ tenant }) => tenant === undefined)?.name ?? '',
    isWidened: false,
  };
}

function askFor(task: RoleTask, { name: owner }: Tenant, wish: Wish): EditQuestion {
  const { name, title, isOwn, userType, seats, portfolio, isWidened } = wish;
  const common = { name: name.trim(), ...(title !== '' && { title }), ...(isOwn && { tenant: owner }) };
  if (task.kind === 'new') return { edit: 'new-role', ...common, userType, seats, portfolio: [portfolio] };
  const { role } = task;
  const own = role.tenant === undefined ? {} : { tenant: role.tenant };
  if (task.kind === 'rename') return { edit: 'rename-role', role: role.name, name: name.trim(), ...own };
  const from = role.tenant === undefined ? {} : { fromTenant: role.tenant };
  return { edit: 'copy-role', role: role.name, ...from, ...common, userType, seats, widen: isWidened };
}
