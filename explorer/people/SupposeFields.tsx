import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Tenant, User } from '../../compiler/model/policy.ts';
import { sentence } from '../../examples/service/page/roles/boxes.ts';
import { Choice } from '../../examples/service/page/roles/HolderFields.tsx';
import { useExplorer } from '../context.ts';
import { Select } from '../parts/Choice.tsx';
import { SeatChoices } from '../parts/SeatChoices.tsx';
import { type PersonAnswer, writeSupposedNames } from '../state/person.ts';

interface Props {
  readonly matrix: Matrix;
  readonly tenant: Tenant;
  readonly user: User;
  readonly answer: PersonAnswer;
}

/** The type, seats and roles of a user, as they are or as somebody supposes them; what cannot be given says why. */
export function SupposeFields({ matrix, tenant, user, answer }: Props) {
  const { route, go } = useExplorer();
  const { userTypes, seats } = matrix.policy;
  const { userType, seats: chosen } = answer.user;
  const held = new Set(answer.wanted);
  const toggle = (name: string, isOn: boolean) => {
    const names = isOn ? [...held, name] : [...held].filter((one) => one !== name);
    go({ roles: writeSupposedNames(names, user.roles) });
  };
  return (
    <>
      <Select
        label="User type"
        value={userType.name}
        options={userTypes.map(({ name }) => [name, name])}
        choose={(name) => go({ type: name === user.userType.name ? undefined : name, seats: undefined })}
      />
      <SeatChoices
        {...{ seats, tenant, userType: userType.name }}
        chosen={chosen.map(({ name }) => name)}
        choose={(names) =>
          go({ seats: writeSupposedNames(names, route.params.type === undefined ? user.seats : undefined) })
        }
      />
      <fieldset className="choices list">
        <legend>Roles</legend>
        {answer.assignments.map(({ role, assignable, reason }) => (
          <Choice
            key={role.name}
            type="checkbox"
            label={role.title ?? role.name}
            checked={held.has(role.name)}
            refused={assignable || held.has(role.name) ? undefined : sentence(reason)}
            note={noteOf(role.name, held.has(role.name), assignable, reason, answer)}
            change={(isOn) => toggle(role.name, isOn)}
          />
        ))}
      </fieldset>
    </>
  );
}

function noteOf(
  name: string,
  isHeld: boolean,
  isAssignable: boolean,
  reason: string | undefined,
  { alone }: PersonAnswer,
): string | undefined {
  if (!isHeld) return undefined;
  if (!isAssignable) return `falls away: ${reason}`;
  const count = alone.get(name) ?? 0;
  return count === 0 ? 'brings nothing alone' : `brings ${count} alone`;
}
