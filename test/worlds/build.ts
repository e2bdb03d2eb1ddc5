import type {
  Document,
  Role,
  RolePortfolio,
  Seat,
  Tenant,
  User,
  Users,
  UserType,
} from '../naive/documents.ts';
import { capHolds } from '../naive/naive.ts';
import { type Catalog, catalog, subset } from './catalog.ts';
import { condition, type Fields, pick, values } from './conditions.ts';
import { clip, grants } from './layers.ts';
import { type Names, names } from './names.ts';
import type { RawRole, RawSample, RawTenant, RawWorld } from './raw.ts';

/** A record to hold against portfolios, and who is signed in. */
export interface Sample {
  readonly record: Readonly<Record<string, unknown>>;
  readonly user: Readonly<Record<string, unknown>>;
}

/** A valid set of policy documents, and records to try its portfolios on. */
export interface World {
  readonly documents: readonly Document[];
  readonly samples: readonly Sample[];
}

/** The part of a world that roles, tenants and users lean on. */
interface Ground {
  readonly catalog: Catalog;
  readonly userTypes: readonly UserType[];
  readonly seats: readonly (Seat & { readonly package: string })[];
}

/** The valid world that the draws describe: the same draws, the same world. */
export function build(raw: RawWorld): World {
  const declared = names();
  const built = catalog(raw, declared);
  const ground = { catalog: built, userTypes: userTypes(raw, built, declared), seats: [] };
  const full: Ground = { ...ground, seats: seats(raw, ground, declared) };
  const shared: Role[] = [];
  for (const role of raw.roles) shared.push(roleOf(role, full, full.seats, shared, declared));
  const tenants = raw.tenants.flatMap((tenant) => tenantOf(tenant, full, shared, declared));
  return {
    documents: [...built.documents, ...full.userTypes, ...full.seats, ...shared, ...tenants],
    samples: raw.samples.map((sample) => sampleOf(sample, built)),
  };
}

/** The first drawn is the highest; each of the others is cut to lie inside the one before it. */
function userTypes(raw: RawWorld, built: Catalog, declared: Names): UserType[] {
  const types: UserType[] = [];
  let rank = raw.userTypes.reduce((sum, { gap }) => sum + gap + 1, 0);
  for (const { name, gap, allows } of raw.userTypes) {
    const higher = types.at(-1);
    const drawn = grants(allows, built);
    types.push({
      kind: 'UserType',
      name: declared('userType', name),
      rank,
      allows: higher === undefined ? drawn : clip(drawn, higher.allows, built),
    });
    rank -= gap + 1;
  }
  return types;
}

function seats(raw: RawWorld, ground: Ground, declared: Names): (Seat & { readonly package: string })[] {
  const found: (Seat & { readonly package: string })[] = [];
  const all = ground.userTypes.map(({ name }) => name);
  for (const seat of raw.seats) {
    const combines = subset(all, seat.combinesWith);
    const shared = seat.package % 3 === 0 ? found[0]?.package : undefined;
    found.push({
      kind: 'Seat',
      name: declared('seat', seat.name),
      combinesWith: combines.length > 0 ? combines : all,
      package: shared ?? declared('package', seat.package),
      adds: grants(seat.adds, ground.catalog),
    });
  }
  return found;
}

/** A role whose seats are among those it may have, and which names nothing beyond its cap. */
function roleOf(
  raw: RawRole,
  ground: Ground,
  available: Ground['seats'],
  earlier: readonly Role[],
  declared: Names,
  tenant?: string,
): Role {
  const userType = pick(ground.userTypes, raw.userType).name;
  const fitting = available.filter((seat) => seat.combinesWith.includes(userType)).map(({ name }) => name);
  const has = subset(fitting, raw.seats);
  const known = [...ground.catalog.documents, ...ground.userTypes, ...ground.seats];
  const name = declared('role', raw.name);
  return {
    kind: 'Role',
    name,
    ...(tenant === undefined ? {} : { tenant }),
    title: `Role ${name}`,
    description: 'What it does, in a sentence.',
    userType,
    ...(has.length > 0 || raw.name % 2 === 0 ? { seats: has } : {}),
    portfolio: portfolioOf(raw, ground.catalog),
    ...(raw.clonedFrom !== undefined && earlier.length > 0
      ? { clonedFrom: pick(earlier, raw.clonedFrom).name }
      : {}),
    grants: grants(raw.grants, ground.catalog, (permission) => capHolds(known, userType, has, permission)),
  };
}

function portfolioOf(raw: RawRole, built: Catalog): RolePortfolio {
  if (raw.filter !== undefined && built.fields.length > 0) {
    return [{ filter: condition(raw.filter, built.fields, built.attributes) }];
  }
  const all = built.portfolios.map(({ name }) => name);
  const chosen = subset(all, raw.portfolios);
  return chosen.length > 0 ? chosen : all.slice(0, 1);
}

/** A tenant, its own roles and its users, each of whom has only roles assignable to them. */
function tenantOf(raw: RawTenant, ground: Ground, shared: readonly Role[], declared: Names): Document[] {
  const name = declared('tenant', raw.name);
  const packages = subset([...new Set(ground.seats.map((seat) => seat.package))], raw.packages);
  const bought = ground.seats.filter((seat) => packages.includes(seat.package));
  const roles = raw.roles.map((role) => roleOf(role, ground, bought, shared, declared, name));
  const offered = [...shared, ...roles].filter((role) =>
    (role.seats ?? []).every((seat) => bought.some((one) => one.name === seat)),
  );
  const users = raw.users.map((user, at): User => {
    const userType = pick(ground.userTypes, user.userType);
    const fitting = bought.filter((seat) => seat.combinesWith.includes(userType.name));
    const has = subset(
      fitting.map((seat) => seat.name),
      user.seats,
    );
    const assignable = offered.filter(
      (role) =>
        (ground.userTypes.find((type) => type.name === role.userType)?.rank ?? 0) <= userType.rank &&
        (role.seats ?? []).every((seat) => has.includes(seat)),
    );
    return {
      id: `user${at + 1}@${name}.example`,
      userType: userType.name,
      ...(has.length > 0 ? { seats: has } : {}),
      roles: subset(
        assignable.map((role) => role.name),
        user.roles,
      ),
      ...(user.active === undefined ? {} : { active: user.active }),
    };
  });
  const limited = subset(
    [...ground.userTypes, ...bought].map((holder) => holder.name),
    raw.limits,
  );
  const active = users.filter((user) => user.active !== false);
  const limits = limited.map((holder) => {
    const having = active.filter((user) => user.userType === holder || (user.seats ?? []).includes(holder));
    return [holder, having.length + raw.spare] as const;
  });
  const tenant: Tenant = {
    kind: 'Tenant',
    name,
    title: `Tenant ${name}`,
    plan: raw.enterprise ? 'Enterprise' : 'Professional',
    packages,
    ...(limits.length > 0 ? { limits: Object.fromEntries(limits) } : {}),
    ceiling: grants(raw.ceiling, ground.catalog),
  };
  const document: Users = { kind: 'Users', tenant: name, users };
  return [tenant, ...roles, ...(users.length > 0 ? [document] : [])];
}

/**
 * A record with the fields of the `self` model, and the same again under every path that leads to it, so that one record
 * serves every model. Now and then a value is missing, null or of another type.
 */
function sampleOf(raw: RawSample, built: Catalog): Sample {
  const record = fill(built.fields, raw.record);
  const paths = built.models.flatMap(({ portfolio }) =>
    typeof portfolio === 'object' ? [portfolio.through] : [],
  );
  const reversed = fill(built.fields, [...raw.record].reverse());
  return {
    record: { ...record, ...Object.fromEntries(paths.map((path) => [path, reversed])) },
    user: fill(built.attributes, raw.user),
  };
}

function fill(fields: Fields, draws: readonly number[]): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  fields.forEach(([name, type], at) => {
    const draw = pick(draws, at) + at;
    const [first] = values(type);
    if (draw % 10 === 9) return;
    if (draw % 10 === 8) filled[name] = null;
    else if (draw % 10 === 7) filled[name] = typeof first === 'string' ? 1 : 'other';
    else if (type === 'list')
      filled[name] = [...values(pick(['id', 'string', 'number', 'integer', 'date'], draw))];
    else filled[name] = first === undefined ? {} : pick(values(type), draw);
  });
  return filled;
}
