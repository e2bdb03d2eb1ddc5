import { useMemo, useState } from 'react';
import { Dialog } from './Dialog.tsx';
import { Dropped } from './Dropped.tsx';
import { Choice, HolderFields } from './HolderFields.tsx';
import type { RoleDocument, RoleEditor } from './types.ts';

/** The purpose of a dialog about a role: a new one, a copy, another name, or another user type and seats. */
export type Purpose =
  | { readonly kind: 'create' }
  | { readonly kind: 'duplicate'; readonly of: string | RoleDocument; readonly title: string }
  | { readonly kind: 'rename' | 'switch'; readonly of: RoleDocument };

interface Props {
  readonly editor: RoleEditor;
  readonly purpose: Purpose;
  /** The names that are taken. */
  readonly taken: readonly string[];
  readonly close: () => void;
  readonly done: (role: RoleDocument) => void;
}

/** Asks what a role begins with, and lists what it loses where it is made of another one. */
export function RoleDialog({ editor, purpose, taken, close, done }: Props) {
  const source = useMemo(() => sourceOf(editor, purpose), [editor, purpose]);
  const [name, setName] = useState(purpose.kind === 'create' ? '' : source.name);
  const [title, setTitle] = useState(purpose.kind === 'duplicate' ? '' : (source.title ?? ''));
  const [description, setDescription] = useState(source.description ?? '');
  const [holder, setHolder] = useState({ userType: source.userType, seats: source.seats ?? [] });
  const [portfolio, setPortfolio] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const isNamed = purpose.kind !== 'switch';
  const isHeld = purpose.kind !== 'rename';

  const made = useMemo(() => {
    if (purpose.kind === 'rename') return { role: purpose.of, dropped: [], more: [] };
    if (purpose.kind === 'create')
      return {
        role: editor.draft({
          name: 'new',
          ...(portfolio !== undefined && { portfolio: [portfolio] }),
          ...holder,
        }),
        dropped: [],
        more: [],
      };
    return editor.duplicate(purpose.of, { name: 'copy', ...holder });
  }, [editor, purpose, portfolio, holder]);

  function submit() {
    const { title: _, description: __, clonedFrom, ...rest } = made.role;
    const role: RoleDocument = {
      ...rest,
      name: isNamed ? name.trim() : source.name,
      ...(title.trim() !== '' && { title: title.trim() }),
      ...(description.trim() !== '' && { description: description.trim() }),
      ...(purpose.kind === 'duplicate' ? clonedFrom !== undefined && { clonedFrom } : keptClone(source)),
    };
    if (purpose.kind === 'create' && portfolio === undefined)
      return setRefusal('Choose which records it reaches');
    const refused = refuseName(editor, role, isNamed ? taken : []);
    if (refused === undefined) done(role);
    else setRefusal(refused);
  }

  return (
    <Dialog
      title={headingOf(purpose)}
      close={close}
      submit={submit}
      actions={
        <button type="submit" className="primary">
          {purpose.kind === 'create' ? 'Create' : purpose.kind === 'duplicate' ? 'Duplicate' : 'Apply'}
        </button>
      }
    >
      {refusal !== undefined && (
        <p role="alert" className="refused">
          {refusal}
        </p>
      )}
      {isNamed && (
        <>
          <Text label="Name" hint="By which users and policies know it" value={name} set={setName} />
          <Text label="Title" hint="What people read, optional" value={title} set={setTitle} />
          <Text label="Description" hint="Optional" value={description} set={setDescription} />
        </>
      )}
      {isHeld && <HolderFields editor={editor} holder={holder} change={setHolder} />}
      {purpose.kind === 'create' && (
        <fieldset className="choices">
          <legend>Portfolio</legend>
          {editor.choices.portfolios.map(({ name: one, title: read }) => (
            <Choice
              key={one}
              type="radio"
              label={read ?? one}
              checked={portfolio === one}
              refused={undefined}
              change={() => setPortfolio(one)}
            />
          ))}
        </fieldset>
      )}
      {purpose.kind === 'create' && (
        <p className="faint">
          It begins with all that {holder.userType} can hold here. Take away what its users do not need.
        </p>
      )}
      {(purpose.kind === 'duplicate' || purpose.kind === 'switch') && <Dropped dropped={made.dropped} />}
    </Dialog>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly set: (value: string) => void;
}

function Text({ label, hint, value, set }: TextProps) {
  return (
    <label className="text">
      <span>
        {label} <small>{hint}</small>
      </span>
      <input aria-label={label} value={value} maxLength={200} onChange={(event) => set(event.target.value)} />
    </label>
  );
}

const headingOf = (purpose: Purpose): string =>
  purpose.kind === 'create'
    ? 'New role'
    : purpose.kind === 'duplicate'
      ? `Duplicate ${purpose.title}`
      : purpose.kind === 'rename'
        ? 'Rename role'
        : 'Another user type';

/** The role that the fields begin with: of a new one, one for the highest user type. */
function sourceOf(editor: RoleEditor, purpose: Purpose): RoleDocument {
  const [type] = editor.choices.userTypes;
  if (purpose.kind === 'create' && type) {
    return editor.draft({ name: 'new', userType: type.name });
  }
  if (purpose.kind === 'duplicate') return editor.duplicate(purpose.of).role;
  if ('of' in purpose) return purpose.of as RoleDocument;
  throw new Error('there is no user type');
}

const keptClone = ({ clonedFrom }: RoleDocument) => (clonedFrom === undefined ? {} : { clonedFrom });

/** Returns why a role cannot have its name, title or description; undefined if it can. */
function refuseName(editor: RoleEditor, role: RoleDocument, taken: readonly string[]): string | undefined {
  if (role.name === '') return 'A role needs a name';
  if (taken.includes(role.name)) return `There is a role ${role.name} already`;
  const isAbout = (field: string | number | undefined) =>
    field === 'name' || field === 'title' || field === 'description';
  return editor.check(role).findings.find(({ severity, path }) => severity === 'error' && isAbout(path[0]))
    ?.message;
}
