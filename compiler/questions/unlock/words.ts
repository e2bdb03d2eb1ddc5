import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Place } from '../../model/document.ts';
import type { Row } from '../../model/matrix.ts';
import type { Role, Tenant, UserType } from '../../model/policy.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import type { Holder } from './holder.ts';
import type { Raise } from './raise.ts';

/** A change to a layer, and where the layer is written. */
export interface Written {
  readonly root: Place;
  readonly change: Raise;
}

/** What to write into a role, or into the clone of it that must be made first. */
export const grantWords = ({ role }: Row, holder: Holder | undefined, written: Written): string =>
  `in ${holder ? `the clone of role \`${role.name}\`` : `role \`${role.name}\``}, ${writeWords(written)}`;

/** What the vendor would write into a ceiling. */
export const ceilingWords = ({ name }: Tenant, written: Written): string =>
  `ask the vendor to raise the ceiling of tenant \`${name}\`: ${writeWords(written)}`;

/** What the vendor would write into a user type. */
export const userTypeWords = ({ name }: UserType, cells: readonly Cell[], written: Written): string =>
  `no user type or seat that the role could have holds ${permissionsIn(cells)}; have user type \`${name}\` raised: ${writeWords(written)}`;

/** What the vendor would sell, and for which of the seats. */
export function buyWords({ name }: Tenant, { seats, packages }: Holder, bought: readonly string[]): string {
  const lacking = seats.filter((seat) => seat.package !== undefined && packages.includes(seat.package));
  const one = lacking.length === 1;
  return `ask the vendor for ${packages.length === 1 ? 'package' : 'packages'} ${listNames(packages)}, without which ${one ? 'seat' : 'seats'} ${listNames(lacking.map((seat) => seat.name))} ${one ? 'is' : 'are'} not offered: in tenant \`${name}\`, write \`packages: ${writeFlowYaml(bought)}\``;
}

/** How to have a role with another cap, and what in that cap makes the difference. */
export function cloneWords(role: Role, { userType, seats }: Holder, cells: readonly Cell[]): string {
  const added = seats.filter((seat) => !role.seats.includes(seat));
  const isOtherType = userType !== role.userType;
  const [first] = cells;
  const bySeat = added.find(({ layer }) => first && has(layer.held, first.index));
  const who =
    isOtherType && !bySeat ? `user type \`${userType.name}\`` : `seat \`${(bySeat ?? added[0])?.name}\``;
  const areSeatsOther = added.length > 0 || seats.length !== role.seats.length;
  const options = [
    ...(role.tenant === undefined ? [] : [`--from-tenant ${role.tenant}`]),
    ...(isOtherType ? [`--user-type ${userType.name}`] : []),
    ...(areSeatsOther ? [`--seats ${seats.map(({ name }) => name).join(',') || 'none'}`] : []),
  ];
  // What the role asks for already is left out of a clone that is not widened.
  if (cells.some(({ index }) => has(role.layer.held, index))) options.push('--widen');
  const command = ['plafond role clone', role.name, 'NAME', ...options].join(' ');
  return `${who} holds ${permissionsIn(cells)}; user type and seats of a role never change, so clone it: \`${command}\``;
}

/** An edit that is made for what is required. */
export const additionWords = (permissions: readonly string[], edit: string): string =>
  `for ${listNames(permissions)}, which it requires: ${edit}`;

/** Which line of a layer comes to say what. */
function writeWords({ root, change }: Written): string {
  const path = [...root.path, ...change.path];
  const key = writeFlowYaml(String(path.at(-1)));
  const under = path.slice(0, -1).join('.');
  const line = `\`${key}: ${writeFlowYaml(change.after)}\``;
  if (change.before === undefined) return `add ${line} under \`${under}\``;
  const before = writeFlowYaml(change.before);
  const instead = before.length <= longest ? `\`${key}: ${before}\`` : `what it says of \`${key}\``;
  return `under \`${under}\`, write ${line} in place of ${instead}`;
}

/** A longer line is not repeated. */
const longest = 60;

const permissionsIn = (cells: readonly Cell[]): string =>
  listFirstNames(cells.map(({ permission }) => permission));
