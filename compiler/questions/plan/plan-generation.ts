import { has } from '../../model/bits.ts';
import {
  findClosingChoice,
  type Generation,
  type Generations,
  type Successor,
} from '../../model/generations.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { type Policy, type Role, sharedOf, type Tenant } from '../../model/policy.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { QuestionError } from '../question-error.ts';
import { carryRole, type GenerationMove, listNamedModels } from './carry-role.ts';
import { listPermissionsToLower } from './lower-ceiling.ts';
import type { PlannedStep, PlannedSteps, UnmappedPermissions } from './steps.ts';

/**
 * Plans how a tenant comes to a later generation of a part of the catalog: its roles are granted on the new models what they
 * hold on those that these stand in for, then the tenant gets the generation, and at last its own roles speak no more of the
 * models that it does not have. A role is never given on a new model what it does not hold on all that the model stands in for.
 */
export function planGeneration(matrix: Matrix, tenant: Tenant, of: Generations, to: string): PlannedSteps {
  const { policy } = matrix;
  const from = tenant.generations.get(of.name)?.names ?? [];
  if (from.length === 1 && from[0] === to)
    return {
      steps: [],
      remarks: [`tenant \`${tenant.name}\` has \`${to}\` of \`${of.name}\` already`],
      unmapped: [],
    };
  const move = prepareMove(tenant, of, from, to);
  const isElsewhere = policy.tenants.some((other) => other !== tenant && hasSome(other, move));
  const moved = matrix.rows
    .filter((row) => row.tenant === tenant)
    .flatMap((row) => planRole(row, move, isElsewhere) ?? []);
  const lowered = listPermissionsToLower(move);
  return {
    steps: [
      ...moved.flatMap(({ carry }) => carry ?? []),
      ...(lowered.length > 0 ? [{ kind: 'lower' as const, tenant: tenant.name, permissions: lowered }] : []),
      { kind: 'generation', tenant: tenant.name, of: of.name, from, to },
      ...moved.flatMap(({ clear }) => clear ?? []),
    ],
    unmapped: moved.flatMap(({ unmapped }) => unmapped),
    remarks: [...moved.flatMap(({ remarks }) => remarks), ...listRemarks(policy, tenant, move)],
    concerned: (tenant.users ?? [])
      .filter(({ roles }) => roles.some((role) => moved.some((one) => one.role === role)))
      .map(({ id }) => ({ tenant: tenant.name, user: id })),
  };
}

/** Returns true if a tenant has a model that stands in for another. */
const hasSome = ({ catalog, generations }: Tenant, { successors }: GenerationMove): boolean =>
  [...successors.values()].some((successor) => {
    const model = successor && catalog.modelOf.get(successor.model);
    return model !== undefined && !findClosingChoice(generations, { model, subject: model.name });
  });

/** The steps of one role, and what they leave out. */
interface PlannedRoleMove {
  readonly role: Role;
  readonly carry?: PlannedStep;
  readonly clear?: PlannedStep;
  readonly unmapped: readonly UnmappedPermissions[];
  readonly remarks: readonly string[];
}

function planRole(row: Row, move: GenerationMove, isElsewhere: boolean): PlannedRoleMove | undefined {
  const { role, tenant } = row;
  const carried = carryRole(row, move);
  if (!carried) return undefined;
  const { models, permissions, entries, beyond } = carried;
  const isChanged = models.length + entries.length > 0;
  const isLeft = isChanged && role.tenant === undefined && isElsewhere;
  const left: readonly UnmappedPermissions[] = isLeft
    ? [
        {
          role: role.name,
          permissions,
          because: `every tenant has role \`${role.name}\`, and others have \`${move.to}\` already, where the change would count too`,
        },
      ]
    : [];
  const cleared = role.tenant === undefined ? [] : listNamedModels(role, move);
  return {
    role,
    ...(isChanged &&
      !isLeft && {
        carry: { kind: 'carry', role: sharedOf(role), tenant: tenant.name, models, permissions, entries },
      }),
    ...(cleared.length > 0 && {
      clear: { kind: 'clear', role, tenant: tenant.name, models: cleared },
    }),
    unmapped: [...carried.unmapped, ...left],
    remarks:
      beyond.length === 0
        ? []
        : [
            `role \`${role.name}\` names more than it holds on what that stands in for, and keeps it: ${listFirstNames(beyond, 6)}`,
          ],
  };
}

/** Returns what becomes of each model that a tenant has no more, over all generations in between. */
function prepareMove(tenant: Tenant, of: Generations, from: readonly string[], to: string): GenerationMove {
  const { all } = of;
  const target = all.findIndex(({ name }) => name === to);
  const wanted = all[target];
  if (!wanted)
    throw new QuestionError(
      `\`${of.name}\` has no generation \`${to}\`; there are ${listNames(all.map(({ name }) => name))}`,
    );
  const old = all.filter(({ name }) => from.includes(name) && name !== to);
  const later = old.find((one) => all.indexOf(one) > target);
  if (later)
    throw new QuestionError(
      `\`${later.name}\` of \`${of.name}\` comes after \`${to}\`, and the catalog says only what becomes of models later on`,
    );
  const successors = new Map<string, Successor | undefined>();
  for (const generation of old)
    for (const model of generation.models)
      if (!wanted.models.has(model))
        successors.set(model, follow(model, all.slice(all.indexOf(generation) + 1, target + 1)));
  return { of: of.name, to, tenant, successors, arriving: [...wanted.models] };
}

/** Follows a model through generations; undefined if one of them has nothing in its place. */
function follow(model: string, generations: readonly Generation[]): Successor | undefined {
  let found: Successor = { model, actions: new Map(), properties: new Map() };
  for (const { models, successors } of generations) {
    const next = successors.get(found.model);
    if (!next && models.has(found.model)) continue;
    if (!next) return undefined;
    found = {
      model: next.model,
      actions: joinNames(found.actions, next.actions),
      properties: joinNames(found.properties, next.properties),
    };
  }
  return found;
}

/** Joins two renamings: what the first leads to is renamed by the second. */
function joinNames(
  first: ReadonlyMap<string, string>,
  second: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const rest = [...second].filter(([name]) => !first.has(name) && ![...first.values()].includes(name));
  return new Map([...[...first].map(([name, now]) => [name, second.get(now) ?? now] as const), ...rest]);
}

/** Lists what a move leaves to people: models that nothing stands in for, and documents that name models which go. */
function listRemarks(
  policy: Policy,
  tenant: Tenant,
  { successors, arriving, to }: GenerationMove,
): readonly string[] {
  const taken = new Set([...successors.values()].map((one) => one?.model));
  const fresh = arriving.filter(
    (model) => !taken.has(model) && !successors.has(model) && isClosed(tenant, model),
  );
  const abstract = policy.abstractRoles.filter(
    (role) => role.tenant === tenant.name && listNamedModels(role, { successors }).length > 0,
  );
  const own = [...successors.keys()].filter((name) => {
    const here = tenant.catalog.modelOf.get(name)?.properties ?? [];
    return here.length > (policy.catalog.modelOf.get(name)?.properties.length ?? 0);
  });
  return [
    ...(fresh.length > 0
      ? [
          `${listFirstNames(fresh)} of \`${to}\` ${fresh.length === 1 ? 'stands' : 'stand'} in for nothing: grant by hand what roles need of it`,
        ]
      : []),
    ...abstract.map(
      ({ name }) =>
        `role \`${name}\` is abstract and is left as it is: say by hand what becomes of what it grants`,
    ),
    ...own.map(
      (model) => `the properties that tenant \`${tenant.name}\` adds to \`${model}\` are left as they are`,
    ),
  ];
}

const isClosed = ({ closed, catalog }: Tenant, name: string): boolean => {
  const [cell] = catalog.modelOf.get(name)?.actions.values() ?? [];
  return closed !== undefined && cell !== undefined && has(closed, cell.index);
};
