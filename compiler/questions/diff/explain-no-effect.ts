import { has } from '../../model/bits.ts';
import type { ChangedDocument } from '../../model/change.ts';
import { listPortfolioNames, type Policy, rolesOf } from '../../model/policy.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import { listFirstNames } from '../../text/list.ts';
import { comparePortfolioReach, compareRoleReaches } from './compare-portfolios.ts';
import { hasSuccessorEverywhere } from './find-successors.ts';
import type { View } from './open-view.ts';

/**
 * Explains why a change of one field moved nothing, in words without a full stop; `name` stands for a document that
 * is new or gone.
 */
export function explainNoEffect(document: ChangedDocument, field: string, base: View, head: View): string {
  const { kind } = document;
  if (field === 'name') return explainIdleDocument(document, document.head ? head : base);
  if (field === 'properties' && isRenamedOnly(document))
    return 'they are the same properties under other names, which records have to carry';
  if (kind === 'Model' && field === 'properties' && haveSameNames(document))
    return explainSameNames(document);
  if (people.has(field)) return 'it is for people to read and decides nothing';
  switch (`${kind}.${field}`) {
    case 'Role.portfolio':
      return explainPortfolio(document, base, head);
    case 'Role.userType':
    case 'Role.seats':
      return 'all that the role is granted is held under the one as under the other';
    case 'Tenant.packages':
      return explainPackages(document, head.matrix.policy);
    case 'Portfolio.reach':
      return explainReach(document, base, head);
  }
  return reasons[`${kind}.${field}`] ?? reasons[kind] ?? 'no permission hangs on it';
}

/**
 * Explains why a role that is new or gone changes nothing for its users: a role of its name is in its place.
 * Undefined if none is.
 */
export function explainSameName(
  { kind, name, tenant, head: after }: ChangedDocument,
  base: View,
  head: View,
) {
  const [here, there] = after ? [head, base] : [base, head];
  const { policy, rows } = here.matrix;
  const role = rows.find((row) => row.role.name === name && row.role.tenant === tenant)?.role;
  if (kind !== 'Role' || !role || !hasSuccessorEverywhere(role, policy, there.matrix.policy))
    return undefined;
  return 'whoever has a role of that name may do the same with the other one of the name';
}

/** Returns true if properties differ in nothing but the names that they had before. */
function isRenamedOnly({ base, head }: ChangedDocument): boolean {
  const spell = (properties: unknown) =>
    Object.entries((properties ?? {}) as Readonly<Record<string, Json>>)
      .map(([name, says]) => {
        const { renamedFrom: _, ...rest } = says as Readonly<Record<string, Json>>;
        return `${name} ${writeCanonicalJson(rest)}`;
      })
      .sort()
      .join();
  return spell(base?.value.properties) === spell(head?.value.properties);
}

/** Returns true if a document lists the same names of properties on both sides. */
function haveSameNames({ base, head }: ChangedDocument): boolean {
  const list = (properties: unknown) =>
    Object.keys((properties ?? {}) as Readonly<Record<string, Json>>).sort();
  return list(base?.value.properties).join() === list(head?.value.properties).join();
}

/** Explains why properties that say something else than before, under the same names, moved nothing. */
function explainSameNames({ base, head }: ChangedDocument): string {
  const [before, after] = [base, head].map(
    (version) =>
      (version?.value.properties ?? {}) as Readonly<Record<string, Readonly<Record<string, Json>>>>,
  );
  const changed = new Set(
    Object.entries(after ?? {}).flatMap(([name, says]) => {
      const was = before?.[name] ?? {};
      const keys = [...new Set([...Object.keys(was), ...Object.keys(says)])];
      return keys.filter(
        (key) => writeCanonicalJson(was[key] ?? null) !== writeCanonicalJson(says[key] ?? null),
      );
    }),
  );
  if ([...changed].every((key) => key === 'sensitive'))
    return 'what is sensitive decides how a change is reviewed, not who may do what';
  return 'the same roles hold the same properties as before, and conditions that compare them choose the same records';
}

/** The fields that only people read. */
const people = new Set(['title', 'titles', 'description', 'aliases', 'notes', 'clonedFrom', 'source']);

const reasons: Readonly<Record<string, string>> = {
  'Role.renamedFrom': 'it is the same role under another name',
  'Model.renamedFrom': 'it is the same model under another name, by which services have to ask',
  'Portfolio.renamedFrom': 'it is the same portfolio under another name',
  'Tenant.generations': 'no role there holds anything of the models that came or went',
  'Tenant.plan': 'a plan decides no permission',
  'Tenant.limits': 'a limit decides how many users there may be, not what they may do',
  'UserType.audience': 'an audience decides who can be given a role, not what the role may do',
  'UserType.rank': 'a rank decides who can be given a role, not what the role may do',
  'Seat.combinesWith': 'it decides which roles may have the seat, and their seats are the same',
  'Seat.package': 'every role with the seat is offered where it was',
  'Model.risk': 'a risk class decides how a change is reviewed, not who may do what',
  'Model.family': 'the family of a model decides no permission',
  'Model.actions': 'no role held what went, or holds what came',
  'Model.properties': 'no role held what went, or holds what came',
  'Model.requires': 'whoever is granted it holds what it required and what it requires',
  'Model.relations': 'no portfolio follows it',
  'Model.portfolio': 'nobody holds a permission on it whose reach would differ',
  'Module.requires': 'whoever is granted it holds what it required and what it requires',
  'Feature.requires': 'whoever is granted it holds what it required and what it requires',
  'Capability.requires': 'it holds for the same roles as before',
  'Action.risk': 'a risk class decides how a change is reviewed, not who may do what',
  'Module.risk': 'a risk class decides how a change is reviewed, not who may do what',
  'Feature.risk': 'a risk class decides how a change is reviewed, not who may do what',
  Principal: 'what is known of a user permits nothing by itself',
  Users: 'what a role may do is the same, whoever holds it',
  Invariant: 'an invariant permits nothing; it decides what `check` reports',
  Settings:
    'settings permit nothing; they name the package, and bound the roles that tenants have of their own',
  'Settings.waivers': 'it decides how early a waiver that ends is a warning',
  'Settings.review': 'it decides whom an access review asks about each user',
  'Settings.vendor': 'it decides of whom a change of such documents is asked',
  'Settings.customRoles': 'nothing that a role of a tenant’s own holds hangs on it',
  Test: 'a test permits nothing; it says what `plafond test` expects',
  Generations: 'every tenant has the same models of it as before, or no role there holds anything of them',
  Mapping: 'a mapping permits nothing; it says how `import` reads what the product exports',
  Runbook: 'a runbook permits nothing; it says how `plafond runbook` words what is clicked',
  Waiver: 'a waiver permits nothing; it decides what `check` reports',
};

/** Explains why a document that is new or gone moves nothing. */
function explainIdleDocument({ kind, name }: ChangedDocument, view: View): string {
  const { policy, rows } = view.matrix;
  switch (kind) {
    case 'Role':
      if (policy.abstractRoles.some((role) => role.name === name))
        return 'it is abstract, and what it grants moves no role that includes it';
      return rows.some(({ role }) => role.name === name)
        ? 'it holds nothing that takes effect'
        : 'it is offered in no tenant';
    case 'Tenant':
      return 'no role holds anything there';
    case 'UserType':
      return rows.some(({ role }) => role.userType.name === name)
        ? 'no role with it holds anything'
        : 'no role has this user type';
    case 'Seat':
      return 'no role that is offered anywhere hangs on this seat';
    case 'Portfolio':
      return policy.sharedRoles.some((role) => listPortfolioNames(role.portfolio).includes(name))
        ? 'no permission hangs on it'
        : 'no role reaches records through it alone';
    case 'Action':
      return rows.some(({ tenant, effective }) =>
        tenant.catalog.cells.some(({ action, index }) => action === name && has(effective, index)),
      )
        ? 'it permits nothing until models list it, and of each of those the edit is told apart'
        : 'no role holds it on any model';
    case 'Model':
    case 'Module':
    case 'Feature':
    case 'Capability':
      return 'no role holds a permission on it';
    default:
      return reasons[kind] ?? 'no permission hangs on it';
  }
}

function explainPortfolio(document: ChangedDocument, base: View, head: View): string {
  const relations = compareRoleReaches(document, base, head);
  if (relations?.every((relation) => relation === 'same')) return 'it reaches the same records';
  return 'the role holds no permission that a portfolio limits, before and after';
}

function explainPackages({ base, head }: ChangedDocument, policy: Policy): string {
  const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
  const [before, after] = [listed(base?.value.packages), listed(head?.value.packages)];
  const moved = [
    ...after.filter((one) => !before.includes(one)),
    ...before.filter((one) => !after.includes(one)),
  ];
  if (moved.length === 0) return 'these are the same packages';
  const roles = policy.sharedRoles.filter((role) =>
    role.seats.some((seat) => moved.includes(seat.package ?? '')),
  );
  return roles.length === 0
    ? `no role that every tenant has needs a seat of ${listFirstNames(moved)}`
    : `what hangs on it holds nothing there: ${listFirstNames(roles.map(({ name }) => name))}`;
}

function explainReach(document: ChangedDocument, base: View, head: View): string {
  if (comparePortfolioReach(document, base, head) === 'same') return 'it selects the same records';
  return rolesOf(head.matrix.policy).some((role) =>
    listPortfolioNames(role.portfolio).includes(document.name),
  )
    ? 'whoever has it reaches the same records by another portfolio, or holds nothing that it limits'
    : 'no role reaches records through it';
}
