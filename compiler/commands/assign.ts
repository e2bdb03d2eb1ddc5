import path from 'node:path';
import type { Tenant } from '../model/policy.ts';
import { printAssignJson } from '../print/assign/json.ts';
import { printAssignPretty } from '../print/assign/pretty.ts';
import { findTenant, findUser } from '../questions/find-by-name.ts';
import { listAssignments } from '../questions/list-assignments.ts';
import { QuestionError } from '../questions/question-error.ts';
import { supposeTypeAndSeats } from '../questions/suppose-type-and-seats.ts';
import { answerQuestion } from './answer-question.ts';
import { defineCommand } from './command.ts';
import { rolesOption } from './stored-rows.ts';

/** The command `plafond assign`: prints every role of a tenant, if a user can be given it, and why not otherwise; if asked, as if they had another user type or other seats. */
export const assignCommand = defineCommand({
  positionals: {
    user: { type: 'string', describe: 'the id of a declared user', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant', required: true },
    ...rolesOption,
    'user-type': { type: 'string', describe: 'as if the user had this user type' },
    seats: {
      type: 'string',
      describe: 'as if the user had these seats, joined by commas; `none` for no seat',
    },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond assign csm-1@acme.example --tenant acme', 'which roles this user can be given'],
    ['plafond assign csm-1@acme.example --tenant acme --seats Service', 'and which with a seat'],
  ],
  isRepeatable: ({ roles }) => roles === undefined,
  run(args, io) {
    return answerQuestion(
      args,
      io,
      (policy) => {
        const tenant = findTenant(policy, args.tenant);
        if (!tenant.users) throw refuseWithoutUsers(tenant, args.policies);
        const user = supposeTypeAndSeats(policy, tenant, findUser(tenant, args.user), {
          userType: args['user-type'],
          seats: args.seats,
        });
        const assignments = listAssignments(policy, tenant, user);
        const out =
          args.format === 'json'
            ? printAssignJson(tenant, user, assignments, isSupposed(args))
            : printAssignPretty(tenant, user, assignments, isSupposed(args), io.colours.out);
        return { out, exit: 0 };
      },
      { tenant: args.tenant, user: args.user, listsRoles: true, countsUsers: false, isList: true },
    );
  },
});

interface SuppositionOptions {
  readonly 'user-type': string | undefined;
  readonly seats: string | undefined;
}

const isSupposed = ({ 'user-type': userType, seats }: SuppositionOptions): boolean =>
  userType !== undefined || seats !== undefined;

/** Returns the error for a tenant that declares no users, which says where to declare them. */
function refuseWithoutUsers({ name }: Tenant, policies: string): QuestionError {
  const file = path.posix.join(policies, 'tenants', name, 'users.yaml');
  return new QuestionError(
    `no users are declared for tenant \`${name}\`; declare them in a document of kind \`Users\` with \`tenant: ${name}\`, as \`${file}\``,
  );
}
