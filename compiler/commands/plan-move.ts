import {
  findSeats,
  findTenant,
  findUser,
  findUsers,
  findUserType,
  listTenants,
} from '../questions/find-by-name.ts';
import { planMove } from '../questions/plan/plan-steps.ts';
import { defineCommand, MisuseError } from './command.ts';
import { answerPlan, applyOption, planFormats } from './plan/answer-plan.ts';

/**
 * The command `plafond plan move`: prints the steps by which users get another user type, with copies of the roles that
 * are above it.
 */
export const planMoveCommand = defineCommand({
  positionals: {
    users: { type: 'string', describe: 'the ids of the users', required: true, repeatable: true },
  },
  options: {
    'user-type': { type: 'string', describe: 'the user type that they come to', required: true },
    seats: { type: 'string', describe: 'their seats then, joined by commas; `none` for no seat' },
    tenant: { type: 'string', describe: 'the tenant of the users, where several have such an id' },
    ...applyOption,
  },
  formats: planFormats,
  examples: [
    [
      'plafond plan move ada@acme.example bob@acme.example --user-type View',
      'what it costs them, step by step',
    ],
  ],
  run(args, io) {
    return answerPlan(args, io, ({ policy }) => {
      const tenant = args.tenant === undefined ? undefined : findTenant(policy, args.tenant);
      const holders = [...new Set(args.users)].map((id) => {
        if (tenant) return { tenant, user: findUser(tenant, id) };
        const found = findUsers(policy, id);
        const [only, more] = found;
        if (!only || more)
          throw new MisuseError(
            `several tenants have a user \`${id}\`; say whose with \`--tenant\`: ${listTenants(found.map(([one]) => one.name))}`,
          );
        return { tenant: only[0], user: only[1] };
      });
      const seats = args.seats === undefined ? undefined : findSeats(policy, args.seats);
      return planMove(holders, findUserType(policy, args['user-type']), seats);
    });
  },
});
