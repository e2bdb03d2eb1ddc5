import { compilePolicy } from '../../compile-policy.ts';
import type { Matrix } from '../../model/matrix.ts';
import { printPlanJson, printPlanMarkdown, printPlanPretty } from '../../print/plan/print-plan.ts';
import type { PlannedSteps } from '../../questions/plan/steps.ts';
import { answerQuestion } from '../answer-question.ts';
import type { Answer, Io } from '../command.ts';
import { tryPlan } from './try-steps.ts';

/** The option `--apply`, and the formats that every plan takes. */
export const applyOption = {
  apply: { type: 'boolean', describe: 'make the steps in the files: all of them, or none' },
} as const;

/** The formats of plans; the first is the usual one. */
export const planFormats = ['pretty', 'json', 'markdown'] as const;

/** The arguments that every plan takes. */
interface PlanArguments {
  readonly policies: string;
  readonly format: (typeof planFormats)[number];
  readonly apply: boolean;
}

/** Prints a plan whose steps were tried one after the other; if asked to, also carries it out. */
export function answerPlan(
  args: PlanArguments,
  io: Io,
  makeSteps: (matrix: Matrix) => PlannedSteps,
): Answer | Promise<Answer> {
  return answerQuestion(args, io, (policy) => {
    const { matrix } = compilePolicy(policy);
    const { plan, written, removed } = tryPlan(makeSteps(matrix), matrix, args.policies, io);
    if (args.apply) {
      io.changeFiles([
        ...[...written].map(([file, text]) => ({ file, text })),
        ...removed.map((file) => ({ file, text: undefined })),
      ]);
    }
    const outcome = { ...plan, isApplied: args.apply };
    switch (args.format) {
      case 'json':
        return { out: printPlanJson(outcome), exit: 0 };
      case 'markdown':
        return { out: printPlanMarkdown(outcome), exit: 0 };
      case 'pretty':
        return { out: printPlanPretty(outcome, io.colours.out), exit: 0 };
    }
  });
}
