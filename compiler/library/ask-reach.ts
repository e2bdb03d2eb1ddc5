import { copyAttributes } from '../../runtime/attributes.ts';
import { makeReachTest } from '../../runtime/bind.ts';
import { buildIndex } from '../../runtime/build-index.ts';
import { checkBundle } from '../../runtime/check-bundle.ts';
import { readField } from '../../runtime/matcher.ts';
import { makeFacade } from '../../runtime/permissions.ts';
import type { Cell } from '../model/catalog.ts';
import type { ReachHolder } from '../questions/reach/find-holder.ts';
import type { ReachAsker } from '../questions/reach/judge-records.ts';

/** Asks the run time about an action on behalf of somebody. */
export type AskReach = (holder: ReachHolder, cell: Cell) => ReachAsker;

/** Opens a bundle with the run time that services use, and returns what asks it which records somebody reaches. */
export function prepareReachAsker(bundle: unknown): AskReach {
  const all = buildIndex(checkBundle(bundle));
  const facade = makeFacade(all);
  return ({ tenant, roles, userType, seats, attributes }, { action, model }) => {
    const user = Object.fromEntries(attributes);
    const permissions = facade.permissions({
      tenant: tenant.name,
      roles: roles.map(({ name }) => name),
      userType: userType.name,
      seats: seats.map(({ name }) => name),
      user,
    });
    const index = all.forTenant(tenant.name);
    const known = copyAttributes(index.bundle.attributes, user);
    const name = model?.name ?? '';
    return {
      can: (record) => permissions.can(action, name, record),
      canDo: (other, record) => permissions.can(other, name, record),
      makeTest: (reach) => makeReachTest(index, reach, known),
      read: readField,
      because: permissions.why(action, name).replace(/^not allowed: /, ''),
      unfilled: permissions.unfilled,
    };
  };
}
