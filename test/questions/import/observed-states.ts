import fc from 'fast-check';
import { compile } from '../../../compiler/compile.ts';
import { filesOnDisk } from '../../../compiler/io/disk.ts';
import { add, type Bits, difference, emptyBits, has, intersection } from '../../../compiler/model/bits.ts';
import type { Catalog } from '../../../compiler/model/catalog.ts';
import { findEffective } from '../../../compiler/model/find-effective.ts';
import type { Matrix } from '../../../compiler/model/matrix.ts';
import type { Policy, Seat, UserType } from '../../../compiler/model/policy.ts';
import { capOf } from '../../../compiler/questions/unlock/find-cap.ts';

/** The texts of a policies folder on disk, under `policies/`. */
export function readTexts(folder: string): Readonly<Record<string, string>> {
  const files = filesOnDisk(folder);
  return Object.fromEntries(
    files
      .list((file) => /\.(ya?ml|csv)$/.test(file))
      .map((file) => {
        const bytes = files.read(file, Number.MAX_SAFE_INTEGER);
        return [
          `policies${file.slice(folder.length)}`,
          'unreadable' in bytes ? '' : Buffer.from(bytes).toString('utf8'),
        ];
      }),
  );
}

/** A role as a product could have it. */
export interface StateRole {
  readonly name: string;
  readonly userType: UserType;
  readonly seats: readonly Seat[];
  /** By permission. */
  readonly on: ReadonlySet<string>;
}

/** A state that a product could be in. */
export interface State {
  readonly roles: readonly StateRole[];
  readonly ceiling: ReadonlySet<string>;
  readonly packages: readonly string[];
  readonly users: readonly {
    readonly id: string;
    readonly userType: string;
    readonly roles: readonly string[];
  }[];
  readonly form: 'rows' | 'columns' | 'json';
}

/** Lists the permissions that have a switch. */
export const switchesOf = ({ byPermission }: Catalog): readonly string[] =>
  byPermission.flatMap(({ kind, permission }) => (kind === 'capability' ? [] : permission));

/** Makes states of a catalog: any switches at all, with property rights whose action is off among them. */
export function states(policy: Policy): fc.Arbitrary<State> {
  const { catalog, userTypes, seats } = policy;
  const all = switchesOf(catalog);
  const packages = [...new Set(seats.flatMap((seat) => seat.package ?? []))];
  const members = userTypes.filter(({ audience }) => audience === 'member');
  const someOf = fc
    .tuple(
      fc.constantFrom(0.03, 0.5, 0.9, 0.99),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    )
    .map(([share, stream]) => {
      const next = stream[Symbol.iterator]();
      return new Set(all.filter(() => Number(next.next().value) < share));
    });
  const role = fc
    .tuple(fc.constantFrom(...members), fc.boolean(), someOf)
    .map(([userType, isSeated, on]) => ({
      userType,
      seats: isSeated ? seats.filter((seat) => seat.combinesWith.has(userType.name)).slice(0, 1) : [],
      on,
    }));
  return fc
    .tuple(
      fc.array(role, { minLength: 1, maxLength: 4 }),
      someOf,
      fc.constantFrom('rows' as const, 'columns' as const, 'json' as const),
    )
    .map(([roles, ceiling, form]) => {
      const named = roles.map((one, at) => ({ name: `Rôle ${at}`.replace('ô', 'o'), ...one }));
      const [highest] = members;
      return {
        roles: named,
        ceiling,
        packages,
        users: named
          .filter((one) => one.seats.length === 0)
          .map(({ name }, at) => ({
            id: `user-${at}@hooli.example`,
            userType: highest?.name ?? '',
            roles: [name],
          })),
        form,
      };
    });
}

const quote = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const table = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `${row.map(quote).join(',')}\n`).join('');

/** Writes a state as the product would export it. */
export function exportState(
  state: State,
  catalog: Catalog,
  portfolio: readonly string[],
): Readonly<Record<string, string>> {
  const all = switchesOf(catalog);
  const { roles, ceiling, packages, users, form } = state;
  const headOf = ({ name, userType, seats }: StateRole) => [
    name,
    userType.name,
    seats.map((seat) => seat.name).join(';'),
    portfolio.join(';'),
  ];
  const columns = ['role', 'userType', 'seats', 'portfolio'];
  const rows = {
    rows: table([
      [...columns, 'permission', 'on'],
      ...roles.flatMap((role) => all.map((one) => [...headOf(role), one, role.on.has(one) ? 'on' : 'off'])),
    ]),
    columns: table([
      [...columns, ...all],
      ...roles.map((role) => [...headOf(role), ...all.map((one) => (role.on.has(one) ? 'x' : ''))]),
    ]),
    json: JSON.stringify({
      roles: roles.map((role) => ({
        role: role.name,
        userType: role.userType.name,
        seats: role.seats.map((seat) => seat.name),
        portfolio,
        switches: Object.fromEntries(all.map((one) => [one, role.on.has(one)])),
      })),
    }),
  };
  return {
    [`export/roles.${form === 'json' ? 'json' : 'csv'}`]: rows[form],
    'export/tenant.csv': table([
      ['permission', 'on'],
      ...all.map((one) => [one, ceiling.has(one) ? '1' : '0']),
    ]),
    'export/packages.json': JSON.stringify({ packages }),
    'export/users.csv': table([
      ['id', 'userType', 'roles'],
      ...users.map(({ id, userType, roles: held }) => [id, userType, held.join(';')]),
    ]),
  };
}

/** Returns what a role of a state has in effect: what is on, inside the type, its seats and the tenant, with every prerequisite; `allows` bounds roles of a tenant's own. */
export function effectOf(
  role: StateRole,
  { ceiling, packages }: State,
  catalog: Catalog,
  allows?: Bits,
): Bits {
  const bits = (names: ReadonlySet<string>) => {
    const made = emptyBits(catalog.cells.length);
    for (const { index, permission } of catalog.cells) if (names.has(permission)) add(made, index);
    return made;
  };
  const withheld = emptyBits(catalog.cells.length);
  for (const cell of catalog.cells)
    if (cell.package !== undefined && !packages.includes(cell.package)) add(withheld, cell.index);
  const cap = capOf(role.userType, role.seats);
  const allowed = allows ? intersection(cap, allows) : cap;
  const held = intersection(intersection(bits(role.on), allowed), difference(bits(ceiling), withheld));
  return findEffective(catalog, held);
}

/** Lists the cells in which compiled policies and a state differ, as `role permission`. */
export function listDifferences(matrix: Matrix, tenant: string, state: State): readonly string[] {
  return state.roles.flatMap((role) => {
    const row = matrix.rows.find((one) => one.tenant.name === tenant && one.role.name === role.name);
    if (!row) return [`${role.name} is missing`];
    const { catalog } = row.tenant;
    const effect = effectOf(role, state, catalog, row.tenant.customRoles?.held);
    return catalog.cells.flatMap(({ index, kind, permission }) =>
      kind !== 'capability' && has(row.effective, index) !== has(effect, index)
        ? [`${role.name} ${permission}: ${has(row.effective, index) ? 'compiled' : 'observed'} alone`]
        : [],
    );
  });
}

/** Compiles texts; throws what is wrong with them. */
export function compileTexts(files: Parameters<typeof compile>[0]): Matrix {
  const { compiled, diagnostics } = compile(files, 'policies');
  if (compiled) return compiled.matrix;
  throw new Error(diagnostics.map(({ message, at }) => `${at.source.path}: ${message}`).join('\n'));
}
