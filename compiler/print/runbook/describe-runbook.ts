import { type Cell, togglesOf } from '../../model/catalog.ts';
import type { Tenant } from '../../model/policy.ts';
import type { Screen } from '../../model/runbook.ts';
import type { PermissionCheck, RoleVerification } from '../../questions/runbook/list-checks.ts';
import type { RunbookBound, TenantRunbook } from '../../questions/runbook/plan-runbook.ts';
import type { RunbookStep } from '../../questions/runbook/step.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { fillTemplate, type RunbookTexts } from './texts.ts';

/** A step in words, with the screen on which it is done and all that programs want to know of it. */
export interface DescribedStep {
  readonly screen: Screen;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly text: string;
}

/** The steps on one screen, without a step on another in between. */
export interface ScreenGroup {
  readonly screen: string;
  readonly steps: readonly DescribedStep[];
}

/** Groups the steps of a tenant by screen, in their order. */
export function groupByScreen(steps: readonly DescribedStep[], texts: RunbookTexts): readonly ScreenGroup[] {
  const groups: { readonly screen: string; readonly steps: DescribedStep[] }[] = [];
  for (const step of steps) {
    const screen = texts.screen(step.screen);
    const last = groups.at(-1);
    if (last?.screen === screen) last.steps.push(step);
    else groups.push({ screen, steps: [step] });
  }
  return groups;
}

/** Describes the steps of a tenant, with those changes of what bounds it that are not the vendor's. */
export function describeSteps(
  { tenant, steps, bounds }: TenantRunbook,
  texts: RunbookTexts,
): readonly DescribedStep[] {
  const own = (isFirst: boolean) =>
    bounds
      .filter((one) => !one.isRequest && one.isFirst === isFirst)
      .map(
        (one): DescribedStep => ({
          screen: 'tenant',
          kind: one.kind,
          facts: { ...(one.name !== undefined && { name: one.name }), permissions: one.permissions },
          text: describeBound(one, tenant, texts),
        }),
      );
  return [...own(true), ...steps.map((step) => describeStep(step, tenant, texts)), ...own(false)];
}

function describeStep(step: RunbookStep, tenant: Tenant, texts: RunbookTexts): DescribedStep {
  const { kind } = step;
  const values = { tenant: tenant.name, ...listValues(step, tenant, texts) };
  return {
    screen: findScreen(step),
    kind,
    facts: listFacts(step),
    text: fillTemplate(texts.step(kind), values),
  };
}

/** Lists what a step is about, by the names of the catalog and the files. */
function listFacts(step: RunbookStep): DescribedStep['facts'] {
  switch (step.kind) {
    case 'switch-on':
    case 'switch-off':
      return { role: step.role.name, permission: step.cell.permission };
    case 'create-role':
    case 'duplicate-role': {
      const { name, userType, seats } = step.role;
      const from = step.kind === 'duplicate-role' ? { from: step.from } : {};
      return { role: name, ...from, userType: userType.name, seats };
    }
    case 'set-portfolio':
      return { role: step.role.name, portfolio: step.role.portfolioWords };
    case 'rename-role':
      return { role: step.to, from: step.from };
    case 'remove-role':
      return { role: step.name };
    default: {
      const { kind: _, ...facts } = step;
      return facts;
    }
  }
}

function findScreen(step: RunbookStep): Screen {
  switch (step.kind) {
    case 'add-property':
    case 'remove-property':
      return 'fields';
    case 'create-role':
    case 'duplicate-role':
    case 'rename-role':
    case 'remove-role':
      return 'roles';
    case 'set-portfolio':
      return 'portfolio';
    case 'switch-on':
    case 'switch-off':
      return step.cell.kind === 'module' ? 'modules' : step.cell.kind === 'feature' ? 'features' : 'models';
    default:
      return 'users';
  }
}

const none = 'none';

const nameAll = (names: readonly string[]): string => (names.length === 0 ? none : listNames(names));

/** The most users that one step names; the others are in the JSON. */
const mostUsers = 40;

function listValues(
  step: RunbookStep,
  tenant: Tenant,
  texts: RunbookTexts,
): Readonly<Record<string, string>> {
  switch (step.kind) {
    case 'add-property':
    case 'remove-property':
      return { model: step.model, property: step.property, type: step.type };
    case 'create-role':
    case 'duplicate-role':
      return {
        role: step.role.name,
        original: step.kind === 'duplicate-role' ? step.from : '',
        userType: step.role.userType.name,
        seats: nameAll(step.role.seats),
      };
    case 'rename-role':
      return { before: step.from, role: step.to };
    case 'remove-role':
      return { role: step.name };
    case 'set-portfolio':
      return { role: step.role.name, portfolio: `\`${step.role.portfolioWords}\`` };
    case 'switch-on':
    case 'switch-off':
      return { role: step.role.name, ...describeCell(step.cell, tenant, texts) };
    case 'add-user':
      return {
        user: step.user,
        userType: step.userType,
        seats: nameAll(step.seats),
        roles: nameAll(step.roles),
        active: step.active ? 'active' : 'inactive',
      };
    default:
      return {
        users: listFirstNames(step.users, mostUsers),
        count: String(step.users.length),
        ...('userType' in step && { userType: step.userType }),
        ...('seats' in step && { seats: nameAll(step.seats) }),
        ...('roles' in step && { roles: nameAll(step.roles) }),
      };
  }
}

/** Describes what a box is about: its permission, the model or module that people read, the property and the action. */
function describeCell(
  cell: Cell,
  tenant: Tenant,
  texts: RunbookTexts,
): Readonly<Record<'permission' | 'subject' | 'property' | 'action', string>> {
  const { permission, subject, property, action, model } = cell;
  const toggle = model ? undefined : togglesOf(tenant.catalog).find(({ name }) => name === subject);
  const title = model ? (tenant.titles.get(subject) ?? model.title) : toggle?.title;
  const own = model ? tenant.catalog.ownActions.get(action)?.title : undefined;
  return {
    permission,
    subject: title === undefined || title === subject ? `\`${subject}\`` : `${title} (\`${subject}\`)`,
    property: property === undefined ? '' : `, property \`${property}\``,
    action: texts.action(action) === action ? (own ?? action) : texts.action(action),
  };
}

/** Describes a change of what bounds a tenant. */
export function describeBound(
  { kind, name = '', permissions, before = '', after = '', because }: RunbookBound,
  tenant: Tenant,
  texts: RunbookTexts,
): string {
  return fillTemplate(texts.request(kind), {
    tenant: `\`${tenant.name}\``,
    name: `\`${name}\``,
    package: `\`${name}\``,
    permissions: nameAll(permissions),
    before,
    after,
    because,
  });
}

/** The lines of a verification script for one role: with whom, and of each place what to open and what must be there. */
export interface DescribedCheck {
  readonly role: string;
  readonly signIn: string;
  readonly places: readonly { readonly open: string; readonly lines: readonly CheckLine[] }[];
}

/** A thing to look at. */
export interface CheckLine {
  readonly isThere: boolean;
  readonly text: string;
  readonly notes: readonly string[];
}

/** Describes what is to be looked at with one role, by what is opened for it. */
export function describeCheck(check: RoleVerification, tenant: Tenant, texts: RunbookTexts): DescribedCheck {
  const { role, user } = check;
  const places = new Map<string, CheckLine[]>();
  const add = (open: string, line: CheckLine) => {
    const lines = places.get(open) ?? [];
    const known = new Set(lines.flatMap(({ notes }) => notes));
    places.set(open, [...lines, { ...line, notes: line.notes.filter((note) => !known.has(note)) }]);
  };
  for (const [open, line] of listLines(check, tenant, texts)) add(open, line);
  return {
    role: role.name,
    signIn: fillTemplate(texts.verify('signIn'), {
      tenant: tenant.name,
      role: role.name,
      userType: role.userType.name,
      seats: nameAll(role.seats.map(({ name }) => name)),
      user: user === undefined ? 'nobody has this role alone' : `as \`${user}\` is`,
    }),
    places: [...places].map(([open, lines]) => ({ open, lines })),
  };
}

/**
 * Lists the lines with what is opened for each. Properties that come and go with their action are not listed; those
 * that do not are.
 */
function listLines(
  { role, permissions, portfolio }: RoleVerification,
  tenant: Tenant,
  texts: RunbookTexts,
): readonly (readonly [open: string, line: CheckLine])[] {
  const directions = new Map(permissions.map(({ cell, isThere }) => [cell.permission, isThere]));
  const gateOf = ({ cell }: PermissionCheck) =>
    cell.kind === 'property' ? `${cell.subject}:${cell.action}` : '';
  const follows = (one: PermissionCheck) => directions.get(gateOf(one)) === one.isThere;
  const groups = groupBy(
    permissions.filter((one) => !follows(one)),
    (one) => (one.cell.kind === 'property' ? `${gateOf(one)} ${one.isThere}` : one.cell.permission),
  );
  const lines = [...groups.values()].flatMap((group): (readonly [string, CheckLine])[] => {
    const [first] = group;
    const { cell, isThere, notes } = first;
    const open = fillTemplate(texts.verify('open'), describePlace(first, tenant, texts));
    const properties = cell.kind === 'property' ? group.map((one) => one.cell.property ?? '') : [];
    const make = (
      is: boolean,
      names: readonly string[],
      own: readonly string[],
    ): readonly [string, CheckLine] => [
      open,
      {
        isThere: is,
        text: fillTemplate(texts.verify(is ? 'must' : 'mustNot'), {
          ...describeCell(cell, tenant, texts),
          ...describePlace(first, tenant, texts),
          property: nameProperties(names),
        }),
        notes: own,
      },
    ];
    const missing = cell.kind === 'action' && isThere ? listMissingProperties(cell, directions) : [];
    return [make(isThere, properties, notes), ...(missing.length > 0 ? [make(false, missing, [])] : [])];
  });
  if (!portfolio) return lines;
  const values = { role: role.name, before: `\`${portfolio.base}\``, after: `\`${portfolio.head}\`` };
  const open = fillTemplate(texts.verify('open'), { where: texts.screen('portfolio'), subject: role.name });
  const text = fillTemplate(texts.verify('records'), values);
  return [...lines, [open, { isThere: true, text, notes: [] }]];
}

const nameProperties = (names: readonly string[]): string =>
  names.length === 0
    ? ''
    : `, ${names.length > 1 ? 'properties' : 'property'} ${listFirstNames(names, mostProperties)}`;

/** The most properties that one line names. */
const mostProperties = 12;

/** Lists the properties of a model that do not come with an action which does. */
const listMissingProperties = (
  { model, subject, action }: Cell,
  directions: ReadonlyMap<string, boolean>,
): readonly string[] =>
  (model?.properties ?? []).flatMap(({ name, rights }) =>
    [...rights.keys()].some((right) => right === action) && !directions.get(`${subject}.${name}:${action}`)
      ? [name]
      : [],
  );

/** Returns where a permission is met: the catalog's `where`, or else what people call its model. */
function describePlace(
  { where, cell }: PermissionCheck,
  tenant: Tenant,
  texts: RunbookTexts,
): Readonly<Record<'where' | 'subject', string>> {
  const { subject } = describeCell(cell, tenant, texts);
  return { where: where.length > 0 ? where.join(', or ') : subject, subject };
}
