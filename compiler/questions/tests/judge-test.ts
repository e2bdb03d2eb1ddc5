import { impossible } from '../../diagnostics/impossible.ts';
import { addAll } from '../../model/bits.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Tenant, User } from '../../model/policy.ts';
import type { Expectation, ExpectedAnswer, PolicyTest } from '../../model/policy-test.ts';
import { type Explanation, explainUser } from '../explain.ts';

/** The answer of the run time to one question of a test, with its reason in words. */
export interface RunTimeAnswer {
  readonly isAllowed: boolean;
  readonly because: string;
}

/** One expectation of a test with the answer that came. */
export interface JudgedExpectation {
  readonly expectation: Expectation;
  readonly actual: ExpectedAnswer;
  readonly because: string;
  /** The explanation of the permission; only where the answer is not the one that is expected. */
  readonly explanation?: Explanation;
}

/** A test with what came of it. */
export interface JudgedTest {
  readonly test: PolicyTest;
  readonly isPassed: boolean;
  readonly expectations: readonly JudgedExpectation[];
}

/** Compares what a test expects with the answers that `ask` gets of the run time. */
export function judgeTest(
  matrix: Matrix,
  test: PolicyTest,
  ask: (expectation: Expectation) => RunTimeAnswer,
): JudgedTest {
  const expectations = test.expectations.map((expectation): JudgedExpectation => {
    const { isAllowed, because } = ask(expectation);
    const actual = isAllowed ? 'allow' : 'deny';
    if (actual === expectation.expected) return { expectation, actual, because };
    return { expectation, actual, because, explanation: explainAnswer(matrix, test, expectation) };
  });
  return { test, isPassed: expectations.every((one) => !isFailed(one)), expectations };
}

/** Returns true if an answer is not the one that is expected. */
export const isFailed = ({ expectation, actual }: JudgedExpectation): boolean =>
  actual !== expectation.expected;

function explainAnswer(matrix: Matrix, test: PolicyTest, { cell }: Expectation): Explanation {
  const tenant = findTenantOf(matrix, test);
  return explainUser(matrix, tenant, makeAsker(tenant, test), cell);
}

/** Returns the tenant of a test. */
export const findTenantOf = ({ policy }: Matrix, { tenant }: PolicyTest): Tenant =>
  policy.tenants.find(({ name }) => name === tenant) ?? impossible(`no tenant ${tenant}`);

/** Returns whoever asks in a test as a user: the declared one, or one who is made up for the test. */
function makeAsker(tenant: Tenant, { as }: PolicyTest): User {
  const declared = tenant.users?.find(({ id }) => id === as.user);
  if (declared) return declared;
  const { userTypes, seats } = tenant.caps;
  const userType = userTypes.find(({ name }) => name === as.userType) ?? impossible('no such user type');
  const held = seats.filter(({ name }) => as.seats.includes(name));
  const cap = userType.layer.held.slice();
  for (const { layer } of held) addAll(cap, layer.held);
  return {
    id: 'whoever asks',
    at: as.at,
    userType,
    seats: held,
    roles: as.roles.flatMap((name) => tenant.roles.find((role) => role.name === name) ?? []),
    active: true,
    attributes: as.attributes,
    cap,
  };
}
