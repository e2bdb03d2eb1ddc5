import { useState } from 'react';
import { sentence } from './boxes.ts';
import { Dialog } from './Dialog.tsx';
import { Choice, HolderFields } from './HolderFields.tsx';
import type { Member, RoleEditor, SeatName, UserTypeName } from './types.ts';

interface Props {
  readonly editor: RoleEditor;
  readonly members: readonly Member[];
  /** The reason for which whoever sees this page can change no user; undefined if they can. */
  readonly locked: string | undefined;
  /** Saves, and tells what was refused. */
  readonly save: (member: Member) => Promise<string | undefined>;
}

/** The users of a tenant with their roles, and how many of what was bought are in use. */
export function Members({ editor, members, locked, save }: Props) {
  const [edited, edit] = useState<Member>();
  const titles = titlesOf(editor);
  return (
    <section aria-label="Users" className="members">
      <Limits editor={editor} members={members} />
      {locked !== undefined && <p className="locked">{locked}</p>}
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">User type</th>
              <th scope="col">Roles</th>
              <th scope="col">
                <span className="unseen">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <th scope="row">
                  {member.name} <small>{member.id}</small>
                </th>
                <td>{[member.userType, ...member.seats].join(' + ')}</td>
                <td className="wrap">
                  {member.roles.map((role) => (
                    <span key={role} className="chip">
                      {titles.get(role) ?? role}
                    </span>
                  ))}
                </td>
                <td>
                  {locked === undefined && (
                    <button type="button" onClick={() => edit(member)}>
                      Change <span className="unseen">{member.name}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {edited && (
        <MemberDialog
          editor={editor}
          members={members}
          member={edited}
          close={() => edit(undefined)}
          save={save}
        />
      )}
    </section>
  );
}

type LimitsProps = Pick<Props, 'editor' | 'members'>;

function Limits({ editor, members }: LimitsProps) {
  return (
    <dl className="limits" aria-label="In use">
      {usesOf({ editor, members }).map(({ name, used, limit }) => (
        <div key={name} className={limit !== undefined && used >= limit ? 'full' : undefined}>
          <dt>{name}</dt>
          <dd>
            {used}
            <small>{limit === undefined ? ' in use' : ` of ${limit}`}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function usesOf({ editor, members }: LimitsProps) {
  const { userTypes, seats } = editor.choices;
  const all: readonly { readonly name: string; readonly limit?: number }[] = [
    ...userTypes.filter(
      ({ name, audience, limit }) =>
        limit !== undefined || audience === 'member' || members.some(({ userType }) => userType === name),
    ),
    ...seats,
  ];
  return all.map(({ name, limit }) => ({
    name,
    limit,
    used: members.filter(({ userType, seats: own }) => userType === name || own.includes(name)).length,
  }));
}

interface DialogProps extends LimitsProps {
  readonly member: Member;
  readonly close: () => void;
  readonly save: Props['save'];
}

function MemberDialog({ editor, members, member, close, save }: DialogProps) {
  const [holder, setHolder] = useState({
    userType: member.userType as UserTypeName,
    seats: member.seats as readonly SeatName[],
  });
  const [roles, setRoles] = useState(member.roles);
  const [refusal, setRefusal] = useState<string>();
  const others = members.filter(({ id }) => id !== member.id);
  const uses = usesOf({ editor, members: others });
  const titles = titlesOf(editor);

  async function submit() {
    const refused = await save({ ...member, ...holder, roles });
    if (refused === undefined) close();
    else setRefusal(refused);
  }

  const has = (name: string) => member.userType === name || member.seats.includes(name);
  return (
    <Dialog
      title={`Change ${member.name}`}
      close={close}
      submit={submit}
      actions={
        <button type="submit" className="primary">
          Save
        </button>
      }
    >
      {refusal !== undefined && (
        <p role="alert" className="refused">
          {refusal}
        </p>
      )}
      <HolderFields
        editor={editor}
        holder={holder}
        change={setHolder}
        refusalOf={(name) => {
          const use = uses.find((one) => one.name === name);
          return use?.limit !== undefined && use.used >= use.limit && !has(name)
            ? `All ${use.limit} that were bought are in use`
            : undefined;
        }}
        noteOf={(name) => {
          const use = uses.find((one) => one.name === name);
          return use?.limit === undefined
            ? undefined
            : `${use.used + (has(name) ? 1 : 0)} of ${use.limit} in use`;
        }}
      />
      <fieldset className="choices list">
        <legend>Roles</legend>
        {editor.assignable(holder).map(({ role, because }) => {
          const isHeld = roles.includes(role);
          return (
            <Choice
              key={role}
              type="checkbox"
              label={titles.get(role) ?? role}
              checked={isHeld}
              // A role that does not fit any more can still be taken away.
              refused={isHeld ? undefined : sentence(because)}
              note={isHeld ? sentence(because) : undefined}
              change={(isOn) => setRoles(isOn ? [...roles, role] : roles.filter((one) => one !== role))}
            />
          );
        })}
      </fieldset>
    </Dialog>
  );
}

const titlesOf = (editor: RoleEditor) =>
  new Map(editor.list().map((one) => [one.role, one.because === undefined ? one.title : undefined]));
