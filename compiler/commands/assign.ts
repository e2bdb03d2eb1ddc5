import path from 'node:path';
import type { Tenant } from '../model/policy.ts';
import { printAssignJson } from '../print/assign/json.ts';
import { printAssignPretty } from '../print/assign/pretty.ts';
import { listAssignments as assignmentsOf } from '../questions/list-assignments.ts';
import { answerQuestion } from './answer-question.ts';
import { defineCommand, MisuseError } from './command.ts';
import { findTenant, findUser } from './find-by-name.ts';

/** The command `plafond assign`: prints every role of a tenant, if a user can be given it, and why not otherwise. */
export const assignCommand = defineCommand({
  positionals: {
    user: { type: 'string', describe: 'the id of a declared user', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant', required: true },
  },
  formats: ['pretty', 'json'],
  examples: [['plafond assign csm-1@acme.example --tenant acme', 'which roles this user can be given']],
  run(args, io) {
    return answerQuestion(args, io, (policy) => {
      const tenant = findTenant(policy, args.tenant);
      if (!tenant.users) throw withoutUsers(tenant, args.policies);
      const user = findUser(tenant, args.user);
      const assignments = assignmentsOf(policy, tenant, user);
      const out =
        args.format === 'json'
          ? printAssignJson(tenant, user, assignments)
          : printAssignPretty(tenant, user, assignments, io.colours.out);
      return { out, exit: 0 };
    });
  },
});

/** Returns the error for a tenant that declares no users, which says where to declare them. */
function withoutUsers({ name }: Tenant, policies: string): MisuseError {
  const file = path.posix.join(policies, 'tenants', name, 'users.yaml');
  return new MisuseError(
    `no users are declared for tenant \`${name}\`; declare them in a document of kind \`Users\` with \`tenant: ${name}\`, as \`${file}\``,
  );
}
