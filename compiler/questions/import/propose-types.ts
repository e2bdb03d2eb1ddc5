import { type Bits, difference, has, intersection, isEmpty } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import { findEffective } from '../../model/find-effective.ts';
import type { Seat, UserType } from '../../model/policy.ts';
import { capOf } from '../unlock/find-cap.ts';
import type { ImportTarget } from './observe.ts';
import type { SettledRole } from './settle-roles.ts';

/** A user type with seats. */
export interface TypeChoice {
  readonly userType: UserType;
  readonly seats: readonly Seat[];
}

/** The proposal for a legacy role. */
export interface TypeProposal {
  readonly role: string;
  /** The smallest type and seats that hold all that the role grants; absent if none does. */
  readonly fits?: TypeChoice;
  /** The smaller ones, from the smallest on, with the permissions that each would drop. */
  readonly smaller: readonly (TypeChoice & { readonly drops: readonly string[] })[];
}

/**
 * Finds for each legacy role the smallest user type and seats that would hold all that it grants in effect, and what each
 * smaller type would drop.
 */
export function proposeTypes(
  roles: Iterable<SettledRole>,
  catalog: Catalog,
  ceiling: Bits | undefined,
  target: ImportTarget,
): readonly TypeProposal[] {
  const choices = listTypeChoices(target);
  return [...roles].flatMap((role) => {
    if (!role.isLegacy) return [];
    const held = ceiling ? intersection(role.on, ceiling) : role.on;
    const granted = findEffective(catalog, held);
    const tried = choices
      .filter(({ userType }) => userType.audience === role.userType.audience)
      .map((choice) => {
        const cap = capOf(choice.userType, choice.seats);
        const effective = findEffective(catalog, intersection(held, cap));
        return { ...choice, dropped: difference(granted, effective) };
      });
    const at = tried.findIndex(({ dropped }) => isEmpty(dropped));
    const fits = tried[at];
    return [
      {
        role: role.name,
        ...(fits && { fits: { userType: fits.userType, seats: fits.seats } }),
        smaller: (at === -1 ? tried : tried.slice(0, at)).map(({ userType, seats, dropped }) => ({
          userType,
          seats,
          drops: catalog.byPermission.flatMap(({ index, permission }) =>
            has(dropped, index) ? permission : [],
          ),
        })),
      },
    ];
  });
}

/** Lists every user type with the seats that combine with it and that the tenant can have, from the smallest on. */
function listTypeChoices({ policy, tenant }: ImportTarget): readonly TypeChoice[] {
  const { userTypes, seats } = tenant?.caps ?? policy;
  const offered = seats.filter(
    (seat) => seat.package === undefined || !tenant || tenant.packages.has(seat.package),
  );
  return userTypes
    .flatMap((userType) => {
      const combining = offered.filter((seat) => seat.combinesWith.has(userType.name));
      const some = combining.flatMap((seat, index) => [
        [seat],
        ...combining.slice(index + 1).map((other) => [seat, other]),
      ]);
      return [[], ...some].map((chosen) => ({ userType, seats: chosen }));
    })
    .sort((a, b) => a.userType.rank - b.userType.rank || a.seats.length - b.seats.length);
}
