import path from 'node:path';
import type { Tenant } from '../model/policy.ts';
import { printAssignJson } from '../print/assign/json.ts';
import { printAssignPretty } from '../print/assign/pretty.ts';
import { assign as assignmentsOf } from '../questions/assign.ts';
import { answering } from './answering.ts';
import { command, Misuse } from './command.ts';
import { tenantNamed, userNamed } from './named.ts';

/** Prints every role of a tenant, whether a user can be given it, and the reason where not. */
export const assign = command({
  positionals: {
    user: { type: 'string', describe: 'the id of a declared user', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant', required: true },
  },
  formats: ['pretty', 'json'],
  examples: [['plafond assign csm-1@acme.example --tenant acme', 'which roles this user can be given']],
  run(args, io) {
    return answering(args, io, (policy) => {
      const tenant = tenantNamed(policy, args.tenant);
      if (!tenant.users) throw withoutUsers(tenant, args.policies);
      const user = userNamed(tenant, args.user);
      const assignments = assignmentsOf(policy, tenant, user);
      const out =
        args.format === 'json'
          ? printAssignJson(tenant, user, assignments)
          : printAssignPretty(tenant, user, assignments, io.colours.out);
      return { out, exit: 0 };
    });
  },
});

/** Says where the users of a tenant are declared. */
function withoutUsers({ name }: Tenant, policies: string): Misuse {
  const file = path.posix.join(policies, 'tenants', name, 'users.yaml');
  return new Misuse(
    `no users are declared for tenant \`${name}\`; declare them in a document of kind \`Users\` with \`tenant: ${name}\`, as \`${file}\``,
  );
}
