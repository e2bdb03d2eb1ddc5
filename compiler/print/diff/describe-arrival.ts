import { type Risk, risks } from '../../model/catalog.ts';
import type { GroupJson, SidePlaceJson } from '../../questions/diff/report.ts';
import { type Arrival, listGroupPermissions } from '../../questions/diff/separate-arrivals.ts';
import { count } from '../../text/count.ts';
import { encodeFileName } from '../../text/file-name.ts';
import { describePeople } from './describe-report.ts';

/** The way to print names, weight and places: as markup or as plain text. */
export interface ArrivalStyle {
  readonly names: (names: readonly string[], most: number) => string;
  readonly strong: (text: string) => string;
  readonly place: (at: SidePlaceJson) => string;
}

/** Describes an arrival in a sentence: every permission of high risk with its holders, and the number of the others. */
export function describeArrival(
  { kind, names, at, risk, groups, grave }: Arrival,
  style: ArrivalStyle,
  most: number,
  mostPermissions: number = Number.POSITIVE_INFINITY,
): string {
  const [first = ''] = names;
  const tag = style.strong(grave.length > 0 ? risk : 'new');
  const roles = new Set(groups.flatMap((group) => group.roles.map(({ name }) => name))).size;
  const tenants = new Set(groups.flatMap((group) => group.tenants)).size;
  const isOne = names.length === 1;
  const what = isOne
    ? `${kind} ${style.names(names, 1)}${describeRole(kind, groups, style)} is`
    : `${names.length} tenants (${style.names(names, most)}) are`;
  const all = count(listGroupPermissions(groups).size, 'permission');
  const holding =
    kind === 'tenant'
      ? `${count(roles, 'role')} ${roles === 1 ? 'holds' : 'hold'} ${all} ${isOne ? 'there' : 'in each of them'}`
      : `it holds ${all} in ${count(tenants, 'tenant')}`;
  const risky = listGroupPermissions(grave).size;
  const high =
    risky > 0
      ? `${risky} of high risk: ${describeRisky(grave, kind, style, { most, mostPermissions })}`
      : 'none of high risk';
  const [one] = groups;
  const people =
    kind === 'tenant' || !one
      ? ''
      : `; ${describePeople(groups.reduce((a, b) => (b.tenants.length > a.tenants.length ? b : a), one))}`;
  const see =
    kind === 'tenant' ? `; see ${style.names([`matrices/tenants/${encodeFileName(first)}.md`], 1)}` : people;
  return `${tag} · ${what} new (${style.place(at)}): ${holding}, ${high}${see}.`;
}

/** Describes the title of a new role and the user types that can hold it; a tenant has neither. */
function describeRole(kind: Arrival['kind'], [first]: readonly GroupJson[], { names }: ArrivalStyle): string {
  if (kind === 'tenant' || !first) return '';
  const title = first.roles.length === 1 ? first.roles[0]?.title : undefined;
  const titled = title === undefined ? '' : ` (${names([title], 1)})`;
  return `${titled}, user type ${names(first.holders, 3)},`;
}

/**
 * Describes each permission once with the roles that hold it, or for a new role with its tenants; permissions held
 * alike stand together.
 */
function describeRisky(
  grave: readonly GroupJson[],
  kind: Arrival['kind'],
  { names, strong }: ArrivalStyle,
  { most, mostPermissions }: { readonly most: number; readonly mostPermissions: number },
) {
  const holders = new Map<
    string,
    { readonly risk: Risk; readonly by: Set<string>; readonly on: Set<string> }
  >();
  for (const { can, risk, roles, tenants, records } of grave)
    for (const ability of can) {
      const { permission } = ability;
      const known = holders.get(permission) ?? { risk: ability.risk ?? risk, by: new Set(), on: new Set() };
      holders.set(permission, known);
      for (const name of kind === 'tenant' ? roles.map((role) => role.name) : tenants) known.by.add(name);
      if (records && kind === 'role') known.on.add(records.words.replaceAll('`', ''));
    }
  const alike = new Map<
    string,
    { readonly risk: Risk; readonly words: string; readonly permissions: string[] }
  >();
  for (const [permission, { risk, by, on }] of holders) {
    const some = `${kind === 'tenant' ? (by.size === 1 ? 'role ' : 'roles ') : 'in '}${names([...by].sort(), most)}`;
    const words = on.size > 0 ? `${some}, on ${[...on].sort().join(' or ')}` : some;
    const key = `${risk} ${[...by].sort().join()} ${words}`;
    const known = alike.get(key);
    if (known) known.permissions.push(permission);
    else alike.set(key, { risk, words, permissions: [permission] });
  }
  return [...alike.values()]
    .sort((a, b) => risks.indexOf(b.risk) - risks.indexOf(a.risk))
    .map(
      ({ risk, words, permissions }) =>
        `${strong(risk)} ${names(permissions.sort(), mostPermissions)} (${words})`,
    )
    .join('; ');
}
