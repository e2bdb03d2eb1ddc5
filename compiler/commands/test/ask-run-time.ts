import { openFacade } from '../../../runtime/facade.ts';
import type { Expectation, PolicyTest } from '../../model/policy-test.ts';
import type { RunTimeAnswer } from '../../questions/tests/judge-test.ts';

/** Asks the run time on behalf of one test. */
export type AskRunTime = (test: PolicyTest) => (expectation: Expectation) => RunTimeAnswer;

/** Opens a bundle with the run time that services use, and returns what asks it the questions of tests. */
export function askRunTime(bundle: unknown): AskRunTime {
  const facade = openFacade(bundle);
  return ({ tenant, as }) => {
    const { roles, userType, seats, attributes } = as;
    const policy = facade.permissions({
      tenant,
      roles,
      userType,
      seats,
      user: Object.fromEntries(attributes),
    });
    return ({ cell: { model, subject, action, property }, record }) => {
      if (!model) return { isAllowed: policy.uses(subject), because: policy.why(action, subject) };
      if (!record)
        return {
          isAllowed: policy.canSome(action, subject, property),
          because: policy.why(action, subject, property),
        };
      return {
        isAllowed: policy.can(action, subject, record.columns, property),
        because: policy.why(action, subject, record.columns, property),
      };
    };
  };
}
