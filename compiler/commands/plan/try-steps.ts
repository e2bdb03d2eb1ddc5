import { compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { impossible } from '../../diagnostics/impossible.ts';
import { placeRole, writeCopy } from '../../library/draft-roles.ts';
import { lint } from '../../lint/rules.ts';
import { has } from '../../model/bits.ts';
import type { Matrix } from '../../model/matrix.ts';
import { type AbstractRole, type Policy, type Role, rolesOf, type User } from '../../model/policy.ts';
import { findDropped, readCloneSource } from '../../questions/clone/measure-clone.ts';
import { listRoleUses } from '../../questions/edit-role/list-role-uses.ts';
import { removeDocument } from '../../questions/edit-role/remove-role.ts';
import type { EditedFile } from '../../questions/edit-role/rename-role.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import {
  chooseGeneration,
  clearModels,
  grantCarried,
  lowerCeiling,
} from '../../questions/plan/edit-generation.ts';
import { editUsers, type UserChange } from '../../questions/plan/edit-users.ts';
import {
  listConcernedPeople,
  listConcernedTenants,
  listFreed,
  measureLimits,
  measurePeople,
} from '../../questions/plan/measure-plan.ts';
import type {
  PlannedStep,
  PlannedSteps,
  PlannedUser,
  TriedPlan,
  TriedStep,
} from '../../questions/plan/steps.ts';
import type { Files } from '../../text/files.ts';
import { type Io, MisuseError } from '../command.ts';
import { draftRole } from '../draft-role.ts';
import { applyChange } from '../edit-role.ts';

/** A plan that was tried, with the files as it leaves them. */
export interface PlanOutcome {
  readonly plan: TriedPlan;
  readonly written: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** The files and what they compile to, between two steps. */
interface Stage {
  readonly files: Files;
  readonly matrix: Matrix;
  /** The messages of the errors of lint, which come from broken invariants. */
  readonly broken: ReadonlySet<string>;
}

/** A change of files that a step makes. */
interface StepChange {
  readonly written: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/**
 * Tries the steps of a plan one after the other, in memory: each is made on the files that the one before left, and they must
 * compile and break no invariant that was kept before. Throws `MisuseError` with the first step that is not possible.
 */
export function tryPlan(
  { steps, remarks, unmapped, concerned = [] }: PlannedSteps,
  matrix: Matrix,
  policies: string,
  io: Io,
): PlanOutcome {
  const tenants = listConcernedTenants(steps);
  const limits = measureLimits(matrix.policy, tenants);
  const written = new Map<string, string>();
  const removed = new Set<string>();
  let stage: Stage = { files: io.files(policies), matrix, broken: listBroken(matrix, io) };
  const tried: TriedStep[] = [];
  for (const [at, step] of steps.entries()) {
    const change = makeChange(step, stage.matrix.policy, policies, io);
    stage = advance(stage, change, { number: at + 1, policies, io });
    for (const [file, text] of change.written) written.set(file, text);
    for (const file of change.removed) {
      written.delete(file);
      removed.add(file);
    }
    tried.push({
      step,
      dropped: listDropped(step, stage.matrix.policy),
      files: [...change.written.keys(), ...change.removed].sort(),
      limits: measureLimits(stage.matrix.policy, tenants),
    });
  }
  const after = measureLimits(stage.matrix.policy, tenants);
  return {
    plan: {
      steps: tried,
      ...(unmapped && { unmapped }),
      remarks,
      limits,
      people: measurePeople([...listConcernedPeople(steps), ...concerned], matrix, stage.matrix),
      freed: listFreed(limits, after),
      isApplied: false,
    },
    written,
    removed: [...removed].sort(),
  };
}

function advance(
  { files, broken: before }: Stage,
  { written, removed }: StepChange,
  { number, policies, io }: { readonly number: number; readonly policies: string; readonly io: Io },
): Stage {
  const next = applyChange(files, {
    written: [...written].map(([path, text]) => ({ path, text, places: 1 })),
    removed,
  });
  const { compiled, diagnostics } = compile(next, policies);
  if (!compiled) throw refuseStep(number, diagnostics);
  const broken = listBroken(compiled.matrix, io);
  const [first] = [...broken].filter((one) => !before.has(one));
  if (first !== undefined) throw new MisuseError(`step ${number} is not possible: ${first}`);
  return { files: next, matrix: compiled.matrix, broken };
}

function refuseStep(number: number, diagnostics: readonly Diagnostic[]): MisuseError {
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  return new MisuseError(`step ${number} is not possible: ${first?.message} in \`${first?.at.source.path}\``);
}

/** Lists the messages of the errors that lint finds in compiled policies, which come from broken invariants. */
const listBroken = (matrix: Matrix, io: Io): ReadonlySet<string> =>
  new Set(
    lint(matrix, io.today)
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message),
  );

function makeChange(step: PlannedStep, policy: Policy, policies: string, io: Io): StepChange {
  switch (step.kind) {
    case 'clone': {
      const role = findSame(policy, step.role);
      if (!('cap' in role)) return impossible('an abstract role has no user type');
      const wish = {
        name: step.name,
        title: undefined,
        tenant: policy.tenants.find(({ name }) => name === step.tenant),
        userType: step.userType,
        seats: step.seats,
      };
      const { yaml } = writeCopy(policy, role, wish, false);
      const draft = draftRole(policies, placeRole(policy, wish, yaml));
      if (io.kind(draft.path) !== 'nothing')
        throw new MisuseError(`\`${draft.path}\` exists already; say with \`--name\` how to call the copy`);
      return { written: new Map([[draft.path, draft.text]]), removed: [] };
    }
    case 'give':
    case 'take':
      return editAll(policy, step.users, () => ({ kind: step.kind, role: step.role }));
    case 'type': {
      const seats = new Map(step.users.map((one) => [`${one.tenant}\n${one.user}`, one.seats]));
      return editAll(policy, step.users, ({ tenant, user }) => ({
        kind: 'type',
        userType: step.userType,
        seats: seats.get(`${tenant}\n${user}`) ?? [],
      }));
    }
    case 'remove':
      return removeRole(policy, step.role);
    case 'carry':
    case 'lower':
    case 'generation':
    case 'clear': {
      const { path, text } = editForGeneration(step, policy);
      return { written: new Map([[path, text]]), removed: [] };
    }
  }
}

function editForGeneration(
  step: Extract<PlannedStep, { readonly kind: 'carry' | 'lower' | 'generation' | 'clear' }>,
  policy: Policy,
): EditedFile {
  const tenant = findTenant(policy, step.tenant);
  if (step.kind === 'generation') return chooseGeneration(tenant, step.of, step.to);
  if (step.kind === 'lower') return lowerCeiling(tenant, step.permissions);
  const role = findSame(policy, step.role);
  if (!('cap' in role)) return impossible('an abstract role is not moved');
  return step.kind === 'clear'
    ? clearModels(role, step.models)
    : grantCarried(role, role.tenant === undefined ? policy.catalog : tenant.catalog, step);
}

function editAll(
  policy: Policy,
  users: readonly PlannedUser[],
  changeOf: (user: PlannedUser) => UserChange,
): StepChange {
  const changes = users.map((one) => [findDeclared(policy, one), changeOf(one)] as const);
  return { written: new Map(editUsers(changes).map(({ path, text }) => [path, text])), removed: [] };
}

function findDeclared({ tenants }: Policy, { tenant, user }: PlannedUser): User {
  const found = tenants.find(({ name }) => name === tenant)?.users?.find(({ id }) => id === user);
  return found ?? impossible(`user ${user} of ${tenant} is gone`);
}

/** Finds a role as the policies have it after some steps. */
function findSame(policy: Policy, { name, tenant }: Role | AbstractRole): Role | AbstractRole {
  const found = [...rolesOf(policy), ...policy.abstractRoles].find(
    (role) => role.name === name && role.tenant === tenant,
  );
  return found ?? impossible(`role ${name} is gone`);
}

function removeRole(policy: Policy, planned: Role | AbstractRole): StepChange {
  const role = findSame(policy, planned);
  const { path } = role.at.document.source;
  const held = listRoleUses(policy, role).filter(({ kind }) => kind === 'holder');
  if (held.length > 0) return impossible(`role ${role.name} is still held`);
  const rest = removeDocument(role);
  return rest === undefined
    ? { written: new Map(), removed: [path] }
    : { written: new Map([[path, rest]]), removed: [] };
}

/** Lists the permissions that a copy lost. */
function listDropped(step: PlannedStep, policy: Policy): readonly string[] {
  if (step.kind !== 'clone') return [];
  const copy = rolesOf(policy).find(({ name, tenant }) => name === step.name && tenant === step.tenant);
  if (!copy) return impossible(`role ${step.name} was not copied`);
  const tenant = policy.tenants.find(({ name }) => name === step.tenant);
  const role = findSame(policy, step.role);
  if (!('cap' in role)) return impossible('an abstract role has no user type');
  const { catalog } = tenant ?? policy;
  const dropped = findDropped(readCloneSource(role, policy, tenant).role, copy);
  return catalog.byPermission.flatMap(({ index, permission }) => (has(dropped, index) ? permission : []));
}
