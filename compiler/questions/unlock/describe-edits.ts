import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { isOfDatabase, type Place } from '../../model/document.ts';
import type { Row } from '../../model/matrix.ts';
import type { Role, Tenant, UserType } from '../../model/policy.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { quoteArgument } from '../../text/quote-argument.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import type { CapChoice } from './find-cap.ts';
import type { LayerRaise } from './raise-layer.ts';

/** A change to a layer, with the place at which the layer is written. */
export interface PlacedRaise {
  readonly root: Place;
  readonly change: LayerRaise;
}

/** Describes a change to the grants of a role, or of the clone that must be made first. */
export const describeGrant = ({ role }: Row, holder: CapChoice | undefined, written: PlacedRaise): string =>
  `in ${holder ? `the clone of role \`${role.name}\`` : `role \`${role.name}\``}, ${describeWrite(written)}`;

/** Describes a change that the vendor would make to a ceiling. */
export const describeCeiling = ({ name }: Tenant, written: PlacedRaise): string =>
  `ask the vendor to raise the ceiling of tenant \`${name}\`: ${describeWrite(written)}`;

/** Describes a change that the vendor would make to what tenants' own roles can hold. */
export const describeCustomRoles = (written: PlacedRaise): string =>
  `have the vendor let tenants’ own roles hold it, in the settings: ${describeWrite(written)}`;

/** Describes a change that the vendor would make to a user type. */
export const describeUserType = ({ name }: UserType, cells: readonly Cell[], written: PlacedRaise): string =>
  `no user type or seat that the role could have holds ${permissionsIn(cells)}; have user type \`${name}\` raised: ${describeWrite(written)}`;

/** Describes the packages to buy from the vendor for what belongs to them. */
export const describePackages = (
  tenant: string,
  wanted: readonly string[],
  bought: readonly string[],
): string =>
  `ask the vendor for ${packageWords(wanted)}: in tenant \`${tenant}\`, write \`packages: ${writeFlowYaml(bought)}\``;

/** Describes the generation that a tenant would have in place of the one it has, or beside it. */
export function describeGeneration(
  tenant: string,
  of: string,
  value: string | { readonly names: readonly string[]; readonly because: string },
): string {
  const write = `under \`generations\`, write \`${writeFlowYaml(of)}: ${writeFlowYaml(value)}\``;
  return typeof value === 'string'
    ? `ask the vendor to move tenant \`${tenant}\` to \`${value}\` of \`${of}\`, which closes what it stands in for: ${write}`
    : `ask the vendor to let tenant \`${tenant}\` have ${listNames(value.names)} of \`${of}\` at once: ${write}`;
}

/** Describes the packages to buy from the vendor: those of seats, and those that cells belong to. */
export function describePurchase(
  { name }: Tenant,
  { seats, packages }: CapChoice,
  others: readonly string[],
  bought: readonly string[],
): string {
  const lacking = seats.filter((seat) => seat.package !== undefined && packages.includes(seat.package));
  const one = lacking.length === 1;
  const more = others.length === 0 ? '' : `, and for ${packageWords(others)}`;
  return `ask the vendor for ${packageWords(packages)}, without which ${one ? 'seat' : 'seats'} ${listNames(lacking.map((seat) => seat.name))} ${one ? 'is' : 'are'} not offered${more}: in tenant \`${name}\`, write \`packages: ${writeFlowYaml(bought)}\``;
}

const packageWords = (packages: readonly string[]): string =>
  `${packages.length === 1 ? 'package' : 'packages'} ${listNames(packages)}`;

/** Describes the clone of a role with another cap, and which user type or seat makes the difference. */
export function describeClone(role: Role, { userType, seats }: CapChoice, cells: readonly Cell[]): string {
  const added = seats.filter((seat) => !role.seats.includes(seat));
  const isOtherType = userType !== role.userType;
  const [first] = cells;
  const bySeat = added.find(({ layer }) => first && has(layer.held, first.index));
  const who =
    isOtherType && !bySeat ? `user type \`${userType.name}\`` : `seat \`${(bySeat ?? added[0])?.name}\``;
  const areSeatsOther = added.length > 0 || seats.length !== role.seats.length;
  const options = [
    ...(role.tenant === undefined ? [] : [`--from-tenant ${quoteArgument(role.tenant)}`]),
    ...(isOtherType ? [`--user-type ${userType.name}`] : []),
    ...(areSeatsOther ? [`--seats ${seats.map(({ name }) => name).join(',') || 'none'}`] : []),
  ];
  // Without `--widen` a clone would not hold the cells that the role grants already.
  if (cells.some(({ index }) => has(role.layer.held, index))) options.push('--widen');
  if (isOfDatabase(role.at.document))
    return `${who} holds ${permissionsIn(cells)}; user type and seats of a role never change, so copy it for ${who}`;
  const command = ['plafond role clone', quoteArgument(role.name), 'NAME', ...options].join(' ');
  return `${who} holds ${permissionsIn(cells)}; user type and seats of a role never change, so clone it: \`${command}\``;
}

/** Describes the portfolio by which a role says on which records it works that it then holds permissions on. */
export function describePortfolioWrite(
  {
    role,
    isClone,
    cells,
  }: { readonly role: Role; readonly isClone: boolean; readonly cells: readonly Cell[] },
  portfolio: unknown,
): string {
  const who = isClone ? `the clone of role \`${role.name}\`` : `role \`${role.name}\``;
  return `${who} then holds ${permissionsIn(cells)}, and must say on which records: write there, or narrower, \`portfolio: ${writeFlowYaml(portfolio)}\``;
}

/** Describes an edit that is made for prerequisites. */
export const describePrerequisite = (permissions: readonly string[], edit: string): string =>
  `for ${listNames(permissions)}, which it requires: ${edit}`;

/** Describes the line to write into a layer. */
function describeWrite({ root, change }: PlacedRaise): string {
  const path = [...root.path, ...change.path];
  const key = writeFlowYaml(String(path.at(-1)));
  const under = path.slice(0, -1).join('.');
  const line = `\`${key}: ${writeFlowYaml(change.after)}\``;
  if (change.before === undefined) return `add ${line} under \`${under}\``;
  const before = writeFlowYaml(change.before);
  const instead = before.length <= longest ? `\`${key}: ${before}\`` : `what it says of \`${key}\``;
  return `under \`${under}\`, write ${line} in place of ${instead}`;
}

/** The longest value that is repeated in a message. */
const longest = 60;

const permissionsIn = (cells: readonly Cell[]): string =>
  listFirstNames(cells.map(({ permission }) => permission));
