import { impossible } from '../diagnostics/impossible.ts';
import { canInclude, placeRole, writeCopy } from '../library/draft-roles.ts';
import { difference, has, intersection } from '../model/bits.ts';
import { ceilingOf } from '../model/ceiling.ts';
import { type AbstractRole, capName, type Policy, type Role, rolesOf, type Tenant } from '../model/policy.ts';
import { printDroppedCells, printOtherCells } from '../print/role/print-dropped-cells.ts';
import { printGrantsLines } from '../print/role/yaml.ts';
import { cloneRole } from '../questions/clone/clone-role.ts';
import { readCloneSource } from '../questions/clone/measure-clone.ts';
import {
  findAbstractRole,
  findRoles,
  findSeats,
  findTenant,
  findUserType,
  listTenants,
} from '../questions/find-by-name.ts';
import { spellGrants } from '../questions/spell-grants.ts';
import { answerQuestion } from './answer-question.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { checkDraft, draftRole } from './draft-role.ts';
import { refuseTakenName } from './edit-role.ts';
import { writeDraft } from './write-draft.ts';

/**
 * The command `plafond role clone`: writes a copy of a role, if wanted with another user type or other seats, and lists the
 * permissions that the copy loses by that.
 */
export const roleCloneCommand = defineCommand({
  positionals: {
    from: { type: 'string', describe: 'the role to copy', required: true },
    name: { type: 'string', describe: 'the name of the copy', required: true },
  },
  options: {
    'user-type': { type: 'string', describe: 'another user type than that of the role' },
    seats: { type: 'string', describe: 'other seats, joined by commas; `none` for no seat' },
    tenant: { type: 'string', describe: 'the only tenant that has the copy; without, as the role' },
    'from-tenant': { type: 'string', describe: 'the tenant whose own role is copied' },
    title: {
      type: 'string',
      describe: 'what people read in place of the name; without, the copy has no title',
    },
    widen: {
      type: 'boolean',
      describe: 'let the copy hold more than the role where its user type, seats or tenant allow it',
    },
    'dry-run': { type: 'boolean', describe: 'print the file and write nothing' },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond role clone csm csm-readonly --user-type View', 'the same for another user type'],
    ['plafond role clone csm csm-acme --tenant acme', 'a tenant’s own copy'],
  ],
  run(args, io) {
    return answerQuestion(args, io, (policy) => {
      const { name, policies } = args;
      const role = findSource(policy, args.from, args['from-tenant']);
      const tenant = tenantOf(policy, args.tenant ?? role.tenant);
      refuseTakenName(policy, name, tenant?.name);
      if (!('cap' in role)) return cloneAbstractRole(policy, role, args, io);
      const userType =
        args['user-type'] === undefined ? role.userType : findUserType(policy, args['user-type']);
      const seats =
        args.seats === undefined
          ? role.seats.filter((seat) => seat.combinesWith.has(userType.name))
          : findSeats(policy, args.seats);
      const wish = { name, title: args.title, tenant, userType, seats };
      const { yaml, more, listDropped } = writeCopy(policy, role, wish, args.widen);
      const draft = draftRole(policies, placeRole(policy, wish, yaml));
      const drafted = checkDraft(draft, policies, io);
      const copy = drafted.role;
      if (!('cap' in copy)) return impossible(`the copy of ${role.name} is abstract`);
      const dropped = listDropped(copy);
      const { catalog } = tenant ?? policy;
      const asksFor = (permission: string) =>
        has(copy.layer.held, catalog.cellOf.get(permission)?.index ?? -1);
      const capText = `${capName({ userType, seats })}${tenant ? ` in ${tenant.name}` : ''}`;
      return writeDraft(draft, drafted, args, io, {
        json: {
          dropped: dropped.map(({ permission }) => permission),
          [args.widen ? 'widened' : 'more']: more.map(({ permission }) => permission),
        },
        pretty:
          printDroppedCells(dropped, ({ permission }) => asksFor(permission), capText) +
          printOtherCells(more, args.widen, capText),
      });
    });
  },
});

/** Copies an abstract role as another one: it has nothing that a user type or a seat could cap. */
function cloneAbstractRole(policy: Policy, from: AbstractRole, args: CloneArguments, io: Io): Answer {
  if (args['user-type'] !== undefined || args.seats !== undefined || args.widen)
    throw new MisuseError(`role \`${from.name}\` is abstract: it has no user type and no seats`);
  const tenant = tenantOf(policy, args.tenant ?? from.tenant);
  const { role, left, isElsewhere } = readCloneSource(from, policy, tenant);
  const { catalog } = tenant ?? policy;
  const ceiling = tenant && ceilingOf(tenant, { tenant: tenant.name });
  const mayName = (permission: string) =>
    ceiling === undefined || has(ceiling, catalog.cellOf.get(permission)?.index ?? -1);
  const held = ceiling ? intersection(role.layer.held, ceiling) : role.layer.held;
  const yaml = cloneRole(role, {
    name: args.name,
    tenant: tenant?.name,
    title: args.title,
    userType: undefined,
    seats: [],
    mayName,
    grants:
      isElsewhere || !canInclude(role, tenant) ? printGrantsLines(spellGrants(catalog, held)) : undefined,
  });
  const draft = draftRole(args.policies, placeRole(policy, { name: args.name, tenant }, yaml));
  const drafted = checkDraft(draft, args.policies, io);
  const lost = difference(role.layer.held, drafted.role.layer.held);
  const dropped = [...catalog.byPermission.filter(({ index }) => has(lost, index)), ...left];
  return writeDraft(draft, drafted, args, io, {
    json: { dropped: dropped.map(({ permission }) => permission), more: [] },
    pretty: printDroppedCells(dropped, () => false, `the ceiling of ${tenant?.name}`),
  });
}

/** The arguments of the command that matter to an abstract role. */
interface CloneArguments {
  readonly name: string;
  readonly policies: string;
  readonly 'user-type': string | undefined;
  readonly seats: string | undefined;
  readonly tenant: string | undefined;
  readonly title: string | undefined;
  readonly widen: boolean;
  readonly format: string;
  readonly quiet: boolean;
  readonly 'dry-run': boolean;
}

/** Returns the role to copy: the one of the tenant in `--from-tenant`, or else the only role of the name. */
function findSource(policy: Policy, name: string, fromTenant: string | undefined): Role | AbstractRole {
  const owners = policy.abstractRoles.filter((role) => role.name === name);
  const abstract = findAbstractRole(policy, name, fromTenant ?? owners[0]?.tenant);
  if (abstract && !rolesOf(policy).some((role) => role.name === name)) return abstract;
  const found = findRoles(policy, name);
  if (fromTenant !== undefined) {
    const tenant = findTenant(policy, fromTenant);
    const own = found.find((role) => role.tenant === tenant.name || role.tenant === undefined);
    if (!own) throw new MisuseError(`tenant \`${tenant.name}\` has no role \`${name}\``);
    return own;
  }
  const [first, more] = found;
  if (first && !more) return first;
  const tenants = found.flatMap(({ tenant }) => tenant ?? []);
  throw new MisuseError(
    `several tenants have a role \`${name}\`; say whose with \`--from-tenant\`: ${listTenants(tenants)}`,
  );
}

const tenantOf = (policy: Policy, name: string | undefined): Tenant | undefined =>
  name === undefined ? undefined : findTenant(policy, name);
