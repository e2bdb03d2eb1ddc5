/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  type Condition,
  capHolds,
  cells,
  dnf,
  type Grants,
  holds,
  matches,
  ofKind,
  type Role,
  resolve,
  type User,
  userPermissions,
} from '../naive/naive.ts';
import { runs } from '../support/random.ts';
import { type Size, toFiles, type World, world } from './world.ts';

describe.each<[Size, number]>([
  ['small', 60],
  ['medium', 5],
])('a generated %s world', { tags: ['slow'] }, (size, numRuns) => {
  const always = (predicate: (generated: World) => void): void =>
    fc.assert(fc.property(world({ size }), predicate), runs(numRuns));

  test('is written as YAML and read back the same, wherever it lies', () => {
    always((generated) => {
      const sorted = (documents: readonly unknown[]): string[] =>
        documents.map((document) => stable(document)).sort();
      for (const [layout, order] of [
        [0, 0],
        [0, 7],
        [5, 0],
        [9, 11],
      ] as const) {
        const read = Object.values(toFiles(generated, layout, order)).flatMap((text) =>
          parseAllDocuments(text, { version: '1.2', schema: 'core' }).map((document): unknown => {
            expect(document.errors).toEqual([]);
            return document.toJS();
          }),
        );
        expect(sorted(read)).toEqual(sorted(generated.documents));
      }
    });
  });

  test('shuffling moves nothing to another path', () => {
    always((generated) => {
      expect(Object.keys(toFiles(generated, 5, 3)).sort()).toEqual(Object.keys(toFiles(generated, 5)).sort());
    });
  });

  test('has lower user types inside higher ones', () => {
    always(({ documents }) => {
      const types = [...ofKind(documents, 'UserType')].sort((left, right) => left.rank - right.rank);
      for (const [at, lower] of types.entries()) {
        for (const higher of types.slice(at + 1)) {
          const outside = cells(documents).filter(
            (cell) => holds(documents, lower.allows, cell) && !holds(documents, higher.allows, cell),
          );
          expect(outside).toEqual([]);
        }
      }
    });
  });

  test('has no role that names what its type and seats do not hold', () => {
    always(({ documents }) => {
      for (const role of ofKind(documents, 'Role')) {
        const above = named(role.grants).filter(
          (permission) => !capHolds(documents, role.userType, role.seats ?? [], permission),
        );
        expect(above).toEqual([]);
      }
    });
  });

  test('requires only cells that it has', () => {
    always(({ documents }) => {
      const written = new Set(cells(documents));
      const required = documents.flatMap((document) =>
        'requires' in document && document.requires !== undefined
          ? Object.values(document.requires).flat()
          : [],
      );
      expect(required.filter((permission) => !written.has(permission))).toEqual([]);
    });
  });

  test('names in its layers only what the catalog has', () => {
    always(({ documents }) => {
      const written = cells(documents);
      const layers = documents.flatMap((document) => {
        if (document.kind === 'UserType') return [document.allows];
        if (document.kind === 'Seat') return [document.adds];
        if (document.kind === 'Tenant') return [document.ceiling];
        return document.kind === 'Role' ? [document.grants] : [];
      });
      for (const layer of layers) {
        expect(mentioned(layer).filter((pattern) => !written.some((cell) => pattern.test(cell)))).toEqual([]);
      }
    });
  });

  test('keeps what sections 6 and 8 ask of roles, tenants and users', () => {
    always(({ documents }) => {
      const types = new Map(ofKind(documents, 'UserType').map((type) => [type.name, type]));
      const seats = new Map(ofKind(documents, 'Seat').map((seat) => [seat.name, seat]));
      const tenants = new Map(ofKind(documents, 'Tenant').map((tenant) => [tenant.name, tenant]));
      const fits = (holder: User | Role): boolean =>
        (holder.seats ?? []).every((seat) => seats.get(seat)?.combinesWith.includes(holder.userType));
      const bought = (holder: User | Role, tenant: string | undefined): boolean =>
        (holder.seats ?? []).every((seat) =>
          tenants.get(tenant ?? '')?.packages?.includes(seats.get(seat)?.package ?? ''),
        );
      const rank = (holder: User | Role): number => types.get(holder.userType)?.rank ?? Number.NaN;
      expect(new Set([...types.values()].map((type) => type.rank)).size).toBe(types.size);
      for (const role of ofKind(documents, 'Role')) {
        expect(fits(role)).toBe(true);
        expect(role.tenant === undefined || bought(role, role.tenant)).toBe(true);
      }
      for (const { packages } of tenants.values()) {
        for (const name of packages ?? [])
          expect([...seats.values()].some((seat) => seat.package === name)).toBe(true);
      }
      for (const { tenant, users } of ofKind(documents, 'Users')) {
        for (const user of users) {
          expect(fits(user) && bought(user, tenant)).toBe(true);
          for (const role of ofKind(documents, 'Role').filter(({ name }) => user.roles?.includes(name))) {
            expect(rank(user)).toBeGreaterThanOrEqual(rank(role));
            expect((role.seats ?? []).every((seat) => user.seats?.includes(seat))).toBe(true);
          }
        }
        for (const [holder, limit] of Object.entries(tenants.get(tenant)?.limits ?? {})) {
          const active = users.filter(
            (user) => user.active !== false && [user.userType, ...(user.seats ?? [])].includes(holder),
          );
          expect(active.length).toBeLessThanOrEqual(limit);
        }
      }
    });
  });

  test('has no two names that differ only in case', () => {
    always(({ documents }) => {
      const found = documents.flatMap((document) =>
        'name' in document ? [document.name.toLowerCase()] : [],
      );
      expect(found.length).toBe(new Set(found).size);
    });
  });

  test('is effective inside role, cap and tenant, and decided by nothing exactly where it is effective', () => {
    always(({ documents }) => {
      for (const { cells: decided } of resolve(documents)) {
        for (const cell of decided.values()) {
          expect(cell.effective).toBe(cell.role && cell.userType && cell.tenant && cell.requires);
          expect(cell.effective).toBe(cell.decidedBy === null);
        }
      }
    });
  });

  test('gives its users all that their roles have, since every role is assignable', () => {
    always(({ documents }) => {
      const rows = resolve(documents);
      for (const { tenant, users } of ofKind(documents, 'Users')) {
        for (const user of users) {
          const theirs = rows.filter((row) => row.tenant === tenant && (user.roles ?? []).includes(row.role));
          expect(theirs).toHaveLength((user.roles ?? []).length);
          const effective = theirs.flatMap((row) =>
            [...row.cells].filter(([, cell]) => cell.effective).map(([name]) => name),
          );
          const had = userPermissions(documents, tenant, user.id).map(({ permission }) => permission);
          expect(had).toEqual(expect.arrayContaining(effective));
        }
      }
    });
  });

  test('evaluates its conditions the same way through their alternatives', () => {
    always(({ documents, samples }) => {
      for (const { reach } of ofKind(documents, 'Portfolio')) {
        if (reach === 'all') continue;
        for (const { record, user } of samples) {
          expect(byAlternatives(reach, record, user)).toBe(matches(reach, record, user));
        }
      }
    });
  });
});

/** A value as text, whatever the order of its keys. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

/** Every permission that a layer names: in a list under a model's own key, or in a list of modules or features. */
function named(layer: Grants): string[] {
  const listed = (selection: unknown, prefix: string, suffix: string): string[] =>
    Array.isArray(selection) ? selection.map((name: unknown) => `${prefix}${String(name)}${suffix}`) : [];
  const found = [...listed(layer.modules, '', ':use'), ...listed(layer.features, '', ':use')];
  for (const [model, grant] of Object.entries(layer.models ?? {})) {
    if (model === '*') continue;
    found.push(...listed(grant, `${model}:`, ''));
    if (typeof grant !== 'object' || Array.isArray(grant) || 'except' in grant) continue;
    const parts = grant as {
      readonly actions?: unknown;
      readonly properties?: Readonly<Record<string, unknown>>;
    };
    found.push(...listed(parts.actions, `${model}:`, ''));
    for (const [property, rights] of Object.entries(parts.properties ?? {})) {
      if (property !== '*') found.push(...listed(rights, `${model}.${property}:`, ''));
    }
  }
  return found;
}

/** Returns the names in a layer, in lists and after `except`, under `*` too, as patterns: each must match some cell. */
function mentioned(layer: Grants): RegExp[] {
  const found: RegExp[] = [];
  const mention = (selection: unknown, path: (name: string) => string): void => {
    const except =
      typeof selection === 'object' && selection !== null && 'except' in selection ? selection.except : [];
    for (const name of Array.isArray(selection) ? selection : (except as readonly unknown[])) {
      found.push(new RegExp(`^${path(String(name))}$`));
    }
  };
  mention(layer.modules, (name) => `${name}:use`);
  mention(layer.features, (name) => `${name}:use`);
  for (const [key, grant] of Object.entries(layer.models ?? {})) {
    const model = key === '*' ? '[^.]+' : key;
    mention(grant, (name) => `${model}:${name}`);
    if (typeof grant !== 'object' || !('actions' in grant || 'properties' in grant)) continue;
    mention(grant.actions, (name) => `${model}:${name}`);
    for (const [property, rights] of Object.entries(grant.properties ?? {})) {
      mention(rights, (name) => `${model}[.]${property === '*' ? '.+' : property}:${name}`);
    }
  }
  return found;
}

/** A condition read through its alternatives: another way to the answer of `matches`. */
function byAlternatives(condition: Condition, record: unknown, user: Condition): boolean {
  return dnf(condition).some((alternative) =>
    alternative.every(([field, operator, operand]) =>
      matches({ [field]: { [operator]: operand } }, record, user),
    ),
  );
}
