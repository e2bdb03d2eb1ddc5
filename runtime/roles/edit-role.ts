import { has } from '../../compiler/model/bits.ts';
import type { Catalog, Cell } from '../../compiler/model/catalog.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import { readSaying } from '../../compiler/model/layer.ts';
import { cellsIn, findHeldInRow } from '../../compiler/model/mask.ts';
import { findPermission } from '../../compiler/model/permission.ts';
import { findDropped, measureClone } from '../../compiler/questions/clone/measure-clone.ts';
import { type SpelledGrants, spellGrants } from '../../compiler/questions/spell-grants.ts';
import { lowerLayer } from '../../compiler/questions/unlock/lower-layer.ts';
import { raiseLayer, writeValueAt } from '../../compiler/questions/unlock/raise-layer.ts';
import { decideFullest, explainRefusal, type RoleHolder } from './list-offered.ts';
import { readRole } from './read-role.ts';
import type { TenantBase } from './role-base.ts';
import { RoleError } from './role-error.ts';
import { refuseErrors } from './write-findings.ts';

/** The draft of a role, before it has grants. */
export interface DraftOptions extends RoleHolder {
  readonly name: string;
  readonly title?: string | undefined;
  readonly portfolio?: RoleDocument['portfolio'];
}

/** Returns a role with all that its user type and seats can have in a tenant, to be cut down. */
export function fillRole(base: TenantBase, draft: DraftOptions): RoleDocument {
  const { row } = decideFullest(base, draft);
  const { catalog } = row.tenant;
  const portfolio = draft.portfolio ?? onlyPortfolio(base);
  return copyPlain({
    kind: 'Role',
    name: draft.name,
    tenant: base.name,
    title: draft.title,
    userType: draft.userType,
    seats: draft.seats?.length ? draft.seats : undefined,
    portfolio,
    grants: writeGrants(spellGrants(catalog, row.effective)),
  });
}

/** Returns the only portfolio that a role of the tenant may name; undefined where there are several, of which nobody guesses one. */
function onlyPortfolio({ linked, name }: TenantBase): readonly string[] | undefined {
  const [only, more] = linked.policy.portfolios.filter(
    ({ tenant }) => tenant === undefined || tenant === name,
  );
  return only && !more ? [only.name] : undefined;
}

/** The values in which a copy differs from its role. */
export interface CopyOptions {
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly userType?: string | undefined;
  readonly seats?: readonly string[] | undefined;
  /** True to let the copy hold what the role asks for and does not hold, where its user type and seats allow it. */
  readonly widen?: boolean | undefined;
}

/** A permission that a copy does not have, with the reason. */
export interface DroppedPermission {
  readonly permission: string;
  readonly because: string;
}

/** A copy of a role, with what it lost. */
export interface RoleCopy {
  readonly role: RoleDocument;
  /** The permissions that the role holds inside its user type and seats and the copy does not. */
  readonly dropped: readonly DroppedPermission[];
  /** The permissions that the role asks for and does not hold, and the copy could: it has them only if it was widened. */
  readonly more: readonly string[];
}

/** Copies a role as a tenant's own, for another user type or other seats if wanted. */
export function copyRole(base: TenantBase, source: unknown, options: CopyOptions): RoleCopy {
  const { role, written } = findSource(base, source);
  const userType = options.userType ?? role.userType.name;
  const seats =
    options.seats ??
    role.seats.filter(({ combinesWith }) => combinesWith.has(userType)).map(({ name }) => name);
  const fullest = decideFullest(base, { userType, seats });
  const { tenant } = fullest.row;
  const { catalog } = tenant;
  const { wanted, kept, more } = measureClone(
    role,
    findHeldInRow(fullest.row),
    role.tenant === undefined ? undefined : tenant,
  );
  const copy = copyPlain({
    kind: 'Role',
    name: options.name ?? `${role.name} copy`,
    tenant: base.name,
    title: options.title,
    userType,
    seats: seats.length > 0 ? seats : undefined,
    portfolio: written.portfolio,
    clonedFrom: role.name,
    grants: writeGrants(spellGrants(catalog, options.widen === true ? wanted : kept)),
  });
  const parsed = readRole({ ...copy, name: 'the copy of a role' });
  const linked = base.link(parsed);
  if (!linked.role)
    throw refuseErrors('the role cannot be copied so', linked.diagnostics, parsed.document.source);
  const dropped = cellsIn(findDropped(role, linked.role), catalog);
  return {
    role: copy,
    dropped: dropped.map((cell) => ({
      permission: cell.permission,
      because: explainRefusal(fullest, cell),
    })),
    more: cellsIn(more, catalog).map(({ permission }) => permission),
  };
}

/** Finds the role to copy: one of the tenant by its name, or the one that is given as a document. */
function findSource(base: TenantBase, source: unknown) {
  const { tenant, policy } = base.linked;
  if (typeof source === 'string') {
    const role = tenant.roles.find(({ name }) => name === source);
    if (!role) throw new RoleError(`tenant \`${base.name}\` is offered no role \`${source.slice(0, 80)}\``);
    const written = base.valueOf(role.at.document) as RoleDocument;
    return { role, written, policy };
  }
  const parsed = readRole(source);
  const linked = base.link(parsed);
  const { role } = linked;
  if (!role)
    throw refuseErrors('a role with errors cannot be copied', linked.diagnostics, parsed.document.source);
  return { role, written: parsed.value as RoleDocument, policy: linked.policy };
}

/** Returns a role with a permission more or less, in the smallest edit; the same role where it has it already, or has it not. */
export function setPermission(
  base: TenantBase,
  source: unknown,
  permission: string,
  isOn: boolean,
): RoleDocument {
  const parsed = readRole(source);
  const linked = base.link(parsed);
  if (!linked.isValid) throw refuseErrors('this is no role', linked.diagnostics, parsed.document.source);
  const { catalog } = linked.tenant;
  const cell = findCell(catalog, permission);
  const document = parsed.value as RoleDocument;
  const isHeld = readSaying(document.grants, cell).holds;
  if (isHeld === isOn) return copyPlain(document);
  const { role } = linked;
  if (!isOn && role && has(role.layer.held, cell.index) && !has(role.layer.own, cell.index))
    throw new RoleError(
      `\`${permission}\` comes by a role that is included; take that away, or its permission`,
    );
  const mayName = (one: Cell) => !role || has(role.cap, one.index);
  const options = { mayName, exactly: true };
  const grants = isOn
    ? raiseLayer(document.grants, [cell], options).reduce<unknown>(
        (layer, { path, after }) => writeValueAt(layer, path, after),
        document.grants,
      )
    : lowerLayer(document.grants, cell, options);
  return copyPlain({ ...document, grants: grants as RoleDocument['grants'] });
}

function findCell(catalog: Catalog, permission: unknown): Cell {
  const found = findPermission(catalog, String(permission).slice(0, 300));
  if (!('reason' in found)) {
    if (found.kind !== 'capability') return found;
    throw new RoleError(`\`${found.permission}\` follows from what it requires, and no role grants it`);
  }
  const meant = found.suggestion === undefined ? '' : `; did you mean \`${found.suggestion}\`?`;
  throw new RoleError(
    `there is no permission \`${String(permission).slice(0, 80)}\`: ${found.reason}${meant}`,
  );
}

/** Writes grants that are spelled out as a role has them. */
function writeGrants({ models, modules, features }: SpelledGrants): RoleDocument['grants'] {
  return {
    models: Object.fromEntries(
      models.map(({ name, actions, properties }) => [
        name,
        properties.size === 0
          ? [...actions]
          : {
              actions: [...actions],
              properties: Object.fromEntries([...properties].map(([of, rights]) => [of, rights])),
            },
      ]),
    ),
    modules: modules.length > 0 ? [...modules] : 'none',
    features: features.length > 0 ? [...features] : 'none',
  } as RoleDocument['grants'];
}

/** Returns a document as plain data: without the fields that have no value, and with maps as everybody has them. */
const copyPlain = (document: object): RoleDocument => JSON.parse(JSON.stringify(document)) as RoleDocument;
