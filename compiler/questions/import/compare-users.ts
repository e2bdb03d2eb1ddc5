import { type Bits, difference, emptyBits, has, isEmpty, removeAll, union } from '../../model/bits.ts';
import { findEffective } from '../../model/find-effective.ts';
import { findHeldInCeilings } from '../../model/mask.ts';
import type { Tenant, User } from '../../model/policy.ts';
import { joinUserRoles } from '../../model/row-union.ts';
import { byCodeUnit } from '../../text/order.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import type { FieldDrift, PersonDrift, UserDrift } from './drift.ts';
import { type DriftContext, findHeldInProduct } from './drift-context.ts';
import type { SettledUser } from './settle-users.ts';

/** Compares the users of the product with those that the policies declare, by the columns that were exported. */
export function compareUsers(
  { observed: { userColumns }, users }: DriftContext,
  tenant: Tenant,
): readonly UserDrift[] {
  const product = new Map(users.map((user) => [user.id, user]));
  const files = new Map((tenant.users ?? []).map((user) => [user.id, user]));
  const ids = [...new Set([...product.keys(), ...files.keys()])].sort(byCodeUnit);
  return ids.flatMap((id): readonly UserDrift[] => {
    const [one, other] = [product.get(id), files.get(id)];
    const fields = one && other ? compareFields(one, other, userColumns) : [];
    if (one && other && fields.length === 0) return [];
    return [
      {
        user: id,
        in: one && other ? 'both' : one ? 'product' : 'files',
        ...(one && { exportedAt: one.at }),
        ...(other && { declaredAt: other.at }),
        fields,
      },
    ];
  });
}

const list = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : [...names].sort().join(', ');

/** Compares what a column was exported of; a type that is not exported is the highest, which the policies may have lowered. */
function compareFields(
  product: SettledUser,
  files: User,
  columns: ReadonlySet<string>,
): readonly FieldDrift[] {
  const namesOf = (things: readonly { readonly name: string }[]) => list(things.map(({ name }) => name));
  const rows: (readonly [string, string, string])[] = [];
  if (columns.has('userType')) rows.push(['userType', product.userType.name, files.userType.name]);
  if (columns.has('seats')) rows.push(['seats', namesOf(product.seats), namesOf(files.seats)]);
  if (columns.has('roles')) rows.push(['roles', list(product.roles), namesOf(files.roles)]);
  if (columns.has('active')) rows.push(['active', String(product.active), String(files.active)]);
  if (columns.has('madeBy')) rows.push(['madeBy', product.madeBy ?? 'nobody', files.madeBy ?? 'nobody']);
  for (const name of new Set([...product.attributes.keys(), ...files.attributes.keys()])) {
    const isExported = columns.has('attributes') || columns.has(`attributes.${name}`);
    // Everybody has their own id for an attribute, which nobody exports.
    const isOwnId = name === 'id' && !product.attributes.has(name) && files.attributes.get(name) === files.id;
    if (!isExported || isOwnId) continue;
    const spell = (value: unknown) => (value === undefined ? 'nothing' : writeFlowYaml(value));
    rows.push([
      `attributes.${name}`,
      spell(product.attributes.get(name)?.value),
      spell(files.attributes.get(name)),
    ]);
  }
  return rows.flatMap(([field, ofProduct, ofFiles]) =>
    ofProduct === ofFiles ? [] : [{ field, product: ofProduct, files: ofFiles }],
  );
}

/** Compares what people may do by all their roles together; whoever is on one side alone is listed among the users. */
export function comparePeople(context: DriftContext, tenant: Tenant): readonly PersonDrift[] {
  const { observed, users, matrix, catalog, left } = context;
  const product = new Map(users.map((user) => [user.id, user]));
  const inProduct = rememberUnions(context, tenant);
  const found: PersonDrift[] = [];
  for (const user of tenant.users ?? []) {
    const one = product.get(user.id);
    if (observed.users && !one) continue;
    const roles = one && observed.userColumns.has('roles') ? one.roles : user.roles.map(({ name }) => name);
    const [ours, theirs] = [joinUserRoles(matrix, tenant, user).effective, inProduct(roles)];
    const onlyProduct = difference(theirs, ours);
    const onlyFiles = difference(ours, theirs);
    removeAll(onlyProduct, left);
    removeAll(onlyFiles, left);
    if (isEmpty(onlyProduct) && isEmpty(onlyFiles)) continue;
    const listIn = (bits: Bits) =>
      catalog.byPermission.flatMap(({ index, permission }) => (has(bits, index) ? permission : []));
    found.push({ user: user.id, onlyProduct: listIn(onlyProduct), onlyFiles: listIn(onlyFiles) });
  }
  return found;
}

/** Returns what some roles of the product give together; those who have the same share it. */
function rememberUnions(context: DriftContext, tenant: Tenant): (roles: readonly string[]) => Bits {
  const { catalog, roles: known } = context;
  const unions = new Map<string, Bits>();
  return (roles) => {
    const key = JSON.stringify([...roles].sort());
    const found = unions.get(key);
    if (found) return found;
    const held = roles.flatMap((name) => {
      const [role, files] = [known.get(name), tenant.roles.find((one) => one.name === name)];
      if (role) return [findHeldInProduct(role, files, context)];
      // Without roles in the export, the product has those of the policies.
      return files && known.size === 0 ? [findHeldInCeilings(files, tenant)] : [];
    });
    const effective = findEffective(catalog, held.reduce(union, emptyBits(catalog.cells.length)));
    unions.set(key, effective);
    return effective;
  };
}
