import type { Seat, Tenant } from '../../compiler/model/policy.ts';
import { Choice } from '../../examples/service/page/roles/HolderFields.tsx';

interface Props {
  readonly seats: readonly Seat[];
  readonly userType: string;
  /** The tenant whose packages count; absent where every tenant is meant. */
  readonly tenant: Tenant | undefined;
  readonly chosen: readonly string[];
  readonly choose: (names: readonly string[]) => void;
}

/** The seats there are, any number of which can be chosen; one that cannot be had says why. */
export function SeatChoices({ seats, userType, tenant, chosen, choose }: Props) {
  if (seats.length === 0) return null;
  return (
    <fieldset className="choices">
      <legend>Seats</legend>
      {seats.map((seat) => {
        const isChosen = chosen.includes(seat.name);
        return (
          <Choice
            key={seat.name}
            type="checkbox"
            label={seat.name}
            checked={isChosen}
            refused={isChosen ? undefined : explainRefusal(seat, userType, tenant)}
            change={(isOn) =>
              choose(isOn ? [...chosen, seat.name] : chosen.filter((name) => name !== seat.name))
            }
          />
        );
      })}
    </fieldset>
  );
}

function explainRefusal(
  { name, combinesWith, package: needed }: Seat,
  userType: string,
  tenant: Tenant | undefined,
): string | undefined {
  if (!combinesWith.has(userType)) return `${name} does not combine with user type ${userType}`;
  if (!tenant || needed === undefined || tenant.packages.has(needed)) return undefined;
  return `${tenant.title ?? tenant.name} has not bought package ${needed}`;
}
