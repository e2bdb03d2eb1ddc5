import { findSeats, findUserType } from '../questions/find-by-name.ts';
import { planDowngrade } from '../questions/plan/plan-steps.ts';
import { defineCommand, MisuseError } from './command.ts';
import { answerPlan, applyOption, planFormats } from './plan/answer-plan.ts';
import { findRoleToPlan } from './plan/find-role.ts';

/**
 * The command `plafond plan downgrade`: prints the only safe order of steps by which the holders of a role get a
 * smaller user type.
 */
export const planDowngradeCommand = defineCommand({
  positionals: {},
  options: {
    role: { type: 'string', describe: 'the role whose holders need less', required: true },
    'user-type': { type: 'string', describe: 'the smaller user type', required: true },
    seats: { type: 'string', describe: 'the seats of the copy, joined by commas; `none` for no seat' },
    tenant: { type: 'string', describe: 'the only tenant whose users are moved' },
    name: { type: 'string', describe: 'the name of the copy; without, that of the role and the type' },
    ...applyOption,
  },
  formats: planFormats,
  examples: [
    ['plafond plan downgrade --role csm --user-type View', 'what it takes, and what each person loses'],
    ['plafond plan downgrade --role csm --user-type View --tenant acme --apply', 'and do it, in the files'],
  ],
  run(args, io) {
    return answerPlan(args, io, ({ policy }) => {
      const role = findRoleToPlan(policy, args.role, args.tenant);
      if (!('cap' in role)) throw new MisuseError(`role \`${role.name}\` is abstract: nobody holds it`);
      return planDowngrade(policy, role, {
        tenant: args.tenant,
        userType: findUserType(policy, args['user-type']),
        seats: args.seats === undefined ? undefined : findSeats(policy, args.seats),
        name: args.name,
      });
    });
  },
});
