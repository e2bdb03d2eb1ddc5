import { findTenant, refuseName } from '../questions/find-by-name.ts';
import { planGeneration } from '../questions/plan/plan-generation.ts';
import { listNames } from '../text/list.ts';
import { defineCommand, MisuseError } from './command.ts';
import { answerPlan, applyOption, planFormats } from './plan/answer-plan.ts';

/** The command `plafond plan generation`: how the roles of a tenant come from models to those that stand in for them. */
export const planGenerationCommand = defineCommand({
  positionals: {
    part: { type: 'string', describe: 'the part of the catalog that has generations', required: true },
    to: { type: 'string', describe: 'the generation that the tenant comes to', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant that comes to it', required: true },
    ...applyOption,
  },
  formats: planFormats,
  examples: [
    [
      'plafond plan generation revenue 2026 --tenant acme',
      'what becomes of its roles, and what does not map',
    ],
    ['plafond plan generation revenue 2026 --tenant acme --apply', 'and do it, in the files'],
  ],
  run(args, io) {
    return answerPlan(args, io, (matrix) => {
      const { policy } = matrix;
      const tenant = findTenant(policy, args.tenant);
      const names = policy.generations.map(({ name }) => name);
      const of = policy.generations.find(({ name }) => name === args.part);
      if (names.length === 0)
        throw new MisuseError('the catalog has no generations: no document is of kind `Generations`');
      if (!of) throw refuseName(`generations \`${args.part}\``, args.part, names);
      if (!of.all.some(({ name }) => name === args.to))
        throw new MisuseError(
          `\`${of.name}\` has no generation \`${args.to}\`; there are ${listNames(of.all.map(({ name }) => name))}`,
        );
      return planGeneration(matrix, tenant, of, args.to);
    });
  },
});
