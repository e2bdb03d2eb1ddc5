import { Reason } from './Reason.tsx';
import type { RoleEditor, SeatName, UserTypeName } from './types.ts';
import { Words } from './Words.tsx';

interface Holder {
  readonly userType: UserTypeName;
  readonly seats: readonly SeatName[];
}

interface Props {
  readonly editor: RoleEditor;
  readonly holder: Holder;
  readonly change: (holder: Holder) => void;
  /** Returns why a user type or seat cannot be chosen; undefined if it can. `noteOf` returns a remark on one that can. */
  readonly refusalOf?: (name: string) => string | undefined;
  readonly noteOf?: (name: string) => string | undefined;
}

/** The fields for a user type and seats. A seat that does not combine is greyed; one that the tenant has not bought is not there. */
export function HolderFields({ editor, holder, change, refusalOf, noteOf }: Props) {
  const { userTypes, seats } = editor.choices;
  const seatsOf = (type: UserTypeName) => userTypes.find(({ name }) => name === type)?.seats ?? [];
  return (
    <>
      <fieldset className="choices">
        <legend>User type</legend>
        {userTypes.map(({ name }) => (
          <Choice
            key={name}
            type="radio"
            label={name}
            checked={holder.userType === name}
            refused={holder.userType === name ? undefined : refusalOf?.(name)}
            note={noteOf?.(name)}
            change={() =>
              change({ userType: name, seats: holder.seats.filter((seat) => seatsOf(name).includes(seat)) })
            }
          />
        ))}
      </fieldset>
      {seats.length > 0 && (
        <fieldset className="choices">
          <legend>Seats</legend>
          {seats.map(({ name }) => {
            const isTaken = holder.seats.includes(name);
            const combines = seatsOf(holder.userType).includes(name);
            return (
              <Choice
                key={name}
                type="checkbox"
                label={name}
                checked={isTaken}
                refused={
                  !combines
                    ? `${name} does not combine with user type ${holder.userType}`
                    : isTaken
                      ? undefined
                      : refusalOf?.(name)
                }
                note={noteOf?.(name)}
                change={(isOn) =>
                  change({
                    ...holder,
                    seats: isOn ? [...holder.seats, name] : holder.seats.filter((seat) => seat !== name),
                  })
                }
              />
            );
          })}
        </fieldset>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly label: string;
  readonly checked: boolean;
  readonly refused: string | undefined;
  readonly note?: string | undefined;
  readonly change: (isOn: boolean) => void;
}

/** A choice with its reason where it cannot be made. */
export function Choice({ type, label, checked, refused, note, change }: ChoiceProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is inside
    <label className={refused === undefined ? undefined : 'refused-choice'}>
      <Reason text={refused}>
        {(describedBy) => (
          <input
            type={type}
            className="box"
            aria-label={label}
            aria-describedby={describedBy}
            aria-disabled={refused === undefined ? undefined : true}
            checked={checked}
            onChange={(event) => refused === undefined && change(event.target.checked)}
          />
        )}
      </Reason>
      <span>{label}</span>
      {note && (
        <small>
          <Words text={note} />
        </small>
      )}
    </label>
  );
}
