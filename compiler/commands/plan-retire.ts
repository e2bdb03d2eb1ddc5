import { planRetirement } from '../questions/plan/plan-steps.ts';
import { defineCommand, MisuseError } from './command.ts';
import { answerPlan, applyOption, planFormats } from './plan/answer-plan.ts';
import { findRoleToPlan } from './plan/find-role.ts';

/**
 * The command `plafond plan retire`: prints the steps by which one role replaces another, so that each holder has one
 * of the two at any time.
 */
export const planRetireCommand = defineCommand({
  positionals: {
    role: { type: 'string', describe: 'the role that goes', required: true },
  },
  options: {
    to: { type: 'string', describe: 'the role that its holders are given', required: true },
    tenant: { type: 'string', describe: 'the only tenant whose users are moved' },
    ...applyOption,
  },
  formats: planFormats,
  examples: [['plafond plan retire csm-light --to csm', 'who gains and loses what, and in which order']],
  run(args, io) {
    return answerPlan(args, io, ({ policy }) => {
      const role = findRoleToPlan(policy, args.role, args.tenant);
      if (!('cap' in role)) throw new MisuseError(`role \`${role.name}\` is abstract: nobody holds it`);
      return planRetirement(policy, role, args.to, args.tenant);
    });
  },
});
