import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Seat, Tenant, User } from '../../compiler/model/policy.ts';
import { sentence } from '../../examples/service/page/roles/boxes.ts';
import { Choice } from '../../examples/service/page/roles/HolderFields.tsx';
import { useExplorer } from '../context.ts';
import { Select } from '../parts/Choice.tsx';
import type { PersonAnswer } from '../state/person.ts';

interface Props {
  readonly matrix: Matrix;
  readonly tenant: Tenant;
  readonly user: User;
  readonly answer: PersonAnswer;
  readonly isSupposed: boolean;
}

/** The type, seats and roles of a user, as they are or as somebody supposes them; what cannot be given says why. */
export function SupposeFields({ matrix, tenant, user, answer, isSupposed }: Props) {
  const { route, go } = useExplorer();
  const { userTypes, seats } = matrix.policy;
  const { type, seats: supposedSeats } = route.params;
  const held = new Set(
    (route.params.roles?.split('|') ?? user.roles.map(({ name }) => name)).filter((name) => name !== '-'),
  );
  const toggle = (name: string, isOn: boolean) => {
    const names = new Set(held);
    if (isOn) names.add(name);
    else names.delete(name);
    const isReal = names.size === user.roles.length && user.roles.every((role) => names.has(role.name));
    go({ roles: isReal ? undefined : [...names].join('|') || '-' });
  };
  const combining = listBoughtSeats(seats, tenant, answer);
  return (
    <section aria-label="What if" className="suppose">
      <Select
        label="User type"
        value={answer.user.userType.name}
        options={userTypes.map(({ name }) => [name, name])}
        choose={(name) => go({ type: name === user.userType.name ? undefined : name, seats: undefined })}
      />
      {(combining.length > 0 || supposedSeats !== undefined) && (
        <Select
          label="Seat"
          value={answer.user.seats[0]?.name ?? ''}
          none="no seat"
          options={combining.map(({ name }) => [name, name])}
          choose={(name) =>
            go({
              seats: name === (user.seats[0]?.name ?? '') && type === undefined ? undefined : name || '-',
            })
          }
        />
      )}
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
      {isSupposed && (
        <button type="button" onClick={() => go({ type: undefined, seats: undefined, roles: undefined })}>
          As it is
        </button>
      )}
    </section>
  );
}

const listBoughtSeats = (
  seats: readonly Seat[],
  { packages }: Tenant,
  { user }: PersonAnswer,
): readonly Seat[] =>
  seats.filter(
    ({ combinesWith, package: needed }) =>
      combinesWith.has(user.userType.name) && (needed === undefined || packages.has(needed)),
  );

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
