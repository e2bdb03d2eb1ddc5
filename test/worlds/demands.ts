import fc, { type Arbitrary } from 'fast-check';
import type { Selection } from '../naive/documents.ts';
import type { Invariant, Waiver } from '../naive/invariants.ts';
import { cells, ofKind } from '../naive/naive.ts';
import type { World } from './build.ts';

/** Random invariants and waivers that are valid for a world. */
export interface Demands {
  readonly invariants: readonly Invariant[];
  readonly waivers: readonly Waiver[];
}

const draw = fc.nat(10_000);

const rawInvariant = fc.record({
  kind: fc.constantFrom(
    'must' as const,
    'mustSome' as const,
    'mustNot' as const,
    'mustNotTogether' as const,
    'mustSomeone' as const,
  ),
  severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
  patterns: fc.array(fc.tuple(draw, fc.nat(5)), { minLength: 2, maxLength: 3 }),
  roles: fc.tuple(fc.nat(5), fc.array(draw, { maxLength: 2 })),
  userTypes: fc.tuple(fc.nat(5), fc.array(draw, { maxLength: 2 })),
  tenants: fc.tuple(fc.nat(5), fc.array(draw, { maxLength: 2 })),
  when: fc.array(draw, { maxLength: 1 }),
  within: fc.constantFrom(undefined, 'cap' as const, 'ceilings' as const, 'model' as const),
});

const rawWaiver = fc.record({
  invariant: draw,
  role: draw,
  hasTenant: fc.boolean(),
  tenant: draw,
  until: fc.constantFrom('2027-01-30', '2027-01-31', '2027-02-01'),
});

/** Invariants over the cells, roles and user types of a world, with waivers that end around 2027-01-31. */
export function demands(of: World): Arbitrary<Demands> {
  return fc
    .record({
      invariants: fc.array(rawInvariant, { minLength: 1, maxLength: 4 }),
      waivers: fc.array(rawWaiver, { maxLength: 3 }),
    })
    .map(({ invariants, waivers }) => build(of, invariants, waivers));
}

type Raw<A> = A extends Arbitrary<infer T> ? T : never;

function build(
  { documents }: World,
  invariants: readonly Raw<typeof rawInvariant>[],
  waivers: readonly Raw<typeof rawWaiver>[],
): Demands {
  const all = cells(documents);
  const roles = ofKind(documents, 'Role');
  const tenants = ofKind(documents, 'Tenant').map(({ name }) => name);
  const types = ofKind(documents, 'UserType').map(({ name }) => name);
  if (all.length === 0) return { invariants: [], waivers: [] };
  const declared = invariants.map((raw, at): Invariant => {
    const patterns = raw.patterns.map(([cell, shape]) => generalized(pick(all, cell), shape));
    return {
      kind: 'Invariant',
      name: `rule-${at + 1}`,
      severity: raw.severity,
      because: 'It was drawn.',
      tenants: selection(raw.tenants, tenants),
      [raw.kind]: patterns,
      ...(raw.kind !== 'mustSomeone' && {
        roles: selection(
          raw.roles,
          roles.map(({ name }) => name),
        ),
        userTypes: selection(raw.userTypes, types),
        ...(raw.when.length > 0 && { when: raw.when.map((cell) => pick(all, cell)) }),
      }),
      ...((raw.kind === 'must' || raw.kind === 'mustSome') &&
        raw.within !== undefined && { within: raw.within }),
    };
  });
  const known = new Set<string>();
  const waived = waivers.flatMap((raw): Waiver[] => {
    if (roles.length === 0) return [];
    const invariant = pick(declared, raw.invariant).name;
    const role = pick(roles, raw.role);
    const narrowed = role.tenant ?? (tenants.length > 0 ? pick(tenants, raw.tenant) : undefined);
    const tenant = raw.hasTenant ? narrowed : undefined;
    const key = JSON.stringify([invariant, role.name, tenant]);
    if (known.has(key)) return [];
    known.add(key);
    return [
      {
        kind: 'Waiver',
        invariant,
        role: role.name,
        ...(tenant !== undefined && { tenant }),
        owner: 'security@acme.example',
        because: 'It was drawn.',
        until: raw.until,
      },
    ];
  });
  return { invariants: declared, waivers: waived };
}

/** A permission with stars in place of some of its parts; it still matches the permission. */
function generalized(permission: string, shape: number): string {
  const [left = '', action = ''] = permission.split(':');
  const [subject = '', property] = left.split('.');
  const before = property === undefined ? '' : `.${shape === 1 || shape === 3 ? '*' : property}`;
  return `${shape === 2 || shape === 3 ? '*' : subject}${before}:${shape === 4 ? '*' : action}`;
}

function selection(
  [shape, draws]: readonly [number, readonly number[]],
  names: readonly string[],
): Selection {
  const some = names.length === 0 ? [] : [...new Set(draws.map((one) => pick(names, one)))];
  if (shape === 0) return some;
  if (shape === 1) return { except: some };
  return 'all';
}

const pick = <Item>(items: readonly Item[], draw: number): Item => items[draw % items.length] as Item;
