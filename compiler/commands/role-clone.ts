import { difference, has, intersection } from '../model/bits.ts';
import { capName, type Policy, type Role, type Tenant } from '../model/policy.ts';
import { dropped as droppedText } from '../print/role/dropped.ts';
import { clone } from '../questions/clone/clone.ts';
import { capOf } from '../questions/unlock/holder.ts';
import { answering } from './answering.ts';
import { command, Misuse } from './command.ts';
import { checked, draftOf } from './draft.ts';
import { rolesNamed, seatsNamed, tenantNamed, userTypeNamed } from './named.ts';
import { written } from './written.ts';

/** Writes a copy of a role, with another user type or other seats if wanted, and lists what it lost by that. */
export const roleClone = command({
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
    'dry-run': { type: 'boolean', describe: 'print the file and write nothing' },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond role clone csm csm-readonly --user-type View', 'the same for another user type'],
    ['plafond role clone csm csm-acme --tenant acme', 'a tenant’s own copy'],
  ],
  run(args, io) {
    return answering(args, io, (policy) => {
      const { name, policies } = args;
      const role = sourceOf(policy, args.from, args['from-tenant']);
      const tenant = tenantOf(policy, args.tenant ?? role.tenant);
      const userType =
        args['user-type'] === undefined ? role.userType : userTypeNamed(policy, args['user-type']);
      const seats =
        args.seats === undefined
          ? role.seats.filter((seat) => seat.combinesWith.has(userType.name))
          : seatsNamed(policy, args.seats);
      const cap = capOf(userType, seats);
      const held = tenant ? intersection(cap, tenant.ceiling.held) : cap;
      const yaml = clone(role, {
        name,
        tenant: tenant?.name,
        title: args.title,
        userType: userType.name,
        seats: seats.map((seat) => seat.name),
        mayName: (permission) => has(held, policy.catalog.cellOf.get(permission)?.index ?? -1),
      });
      const draft = draftOf(policies, tenant?.name, name, yaml);
      const drafted = checked(draft, policies, io);
      const copy = drafted.role;
      const cells = droppedBetween(role, copy);
      const dropped = policy.catalog.byPermission.filter(({ index }) => has(cells, index));
      return written(draft, drafted, args, io, {
        json: { dropped: dropped.map(({ permission }) => permission) },
        pretty: droppedText(
          dropped,
          ({ index }) => has(copy.layer.held, index),
          `${capName({ userType, seats })}${tenant ? ` in ${tenant.name}` : ''}`,
        ),
      });
    });
  },
});

/** The role to copy: as a tenant has it if one is named, else the only one of that name. */
function sourceOf(policy: Policy, name: string, fromTenant: string | undefined): Role {
  const found = rolesNamed(policy, name);
  if (fromTenant !== undefined) {
    const tenant = tenantNamed(policy, fromTenant);
    const own = found.find((role) => role.tenant === tenant.name || role.tenant === undefined);
    if (!own) throw new Misuse(`tenant \`${tenant.name}\` has no role \`${name}\``);
    return own;
  }
  const [first, more] = found;
  if (first && !more) return first;
  const tenants = found.flatMap(({ tenant }) => tenant ?? []).map((tenant) => `\`${tenant}\``);
  throw new Misuse(
    `several tenants have a role \`${name}\`; say whose with \`--from-tenant\`: ${tenants.join(', ')}`,
  );
}

const tenantOf = (policy: Policy, name: string | undefined): Tenant | undefined =>
  name === undefined ? undefined : tenantNamed(policy, name);

/** What a role held under its own cap and its clone does not under its. */
const droppedBetween = (role: Role, copy: Role) =>
  difference(intersection(role.layer.held, role.cap), intersection(copy.layer.held, copy.cap));
