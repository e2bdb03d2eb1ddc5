import { capName } from '../../model/policy.ts';
import type {
  CountedLimit,
  PersonEffect,
  PlannedStep,
  PlannedUser,
  TriedPlan,
  TriedStep,
  UnmappedPermissions,
} from '../../questions/plan/steps.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { listFirst, listNames } from '../../text/list.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import { writeInert } from '../../text/markdown.ts';
import { formatTable } from '../../text/table.ts';
import { describePermissions } from '../describe-permissions.ts';

/** The most users, and the most permissions, that are named in one line for people; JSON has all. */
const mostUsers = 6;
const mostPermissions = 6;

/** Prints a plan for people: its steps, the limits between them, and what each person loses and gains. */
export function printPlanPretty(plan: TriedPlan, colours: Colours): string {
  const { steps, remarks, unmapped = [], people, isApplied } = plan;
  const head =
    steps.length === 0
      ? 'nothing to do'
      : `${count(steps.length, 'step')}, each checked on what the one before leaves`;
  const numbered = steps.map(
    (tried, at) =>
      `${at + 1}. ${makeVisible(describeStep(tried.step))}\n${listDetails(tried)
        .map((line) => `     ${makeVisible(line)}\n`)
        .join('')}`,
  );
  const parts = [
    `${colours.bold(head)}\n`,
    ...numbered,
    ...remarks.map((remark) => `note: ${makeVisible(remark)}\n`),
    ...(unmapped.length > 0
      ? [
          `\n${colours.bold('what does not map')}\n`,
          formatTable(
            unmapped.map((one) => [`  ${makeVisible(one.role)}`, makeVisible(describeUnmapped(one))]),
          ),
        ]
      : []),
    ...printLimits(plan, colours),
    ...(people.length > 0
      ? [
          `\n${colours.bold('people, by all their roles together')}\n`,
          formatTable(
            people.map((one) => [`  ${makeVisible(one.user)}`, makeVisible(one.tenant), describeEffect(one)]),
          ),
        ]
      : []),
    steps.length === 0
      ? ''
      : isApplied
        ? '\nmade in the files\n'
        : '\nnothing was written; `--apply` makes it\n',
  ];
  return parts.join('');
}

const describeUsers = (users: readonly PlannedUser[]): string =>
  `${count(users.length, 'user')}: ${listFirst(
    users.map(({ user }) => user),
    mostUsers,
  )}`;

function describeStep(step: PlannedStep): string {
  switch (step.kind) {
    case 'clone':
      return `copy role \`${step.role.name}\` as \`${step.name}\` of \`${capName(step)}\`${step.tenant === undefined ? '' : ` for \`${step.tenant}\``}`;
    case 'give':
      return `give \`${step.role}\` to ${describeUsers(step.users)}`;
    case 'take':
      return `take \`${step.role}\` from ${describeUsers(step.users)}`;
    case 'type':
      return `make them \`${step.userType}\`, ${describeUsers(step.users)}`;
    case 'remove':
      return `remove role \`${step.role.name}\``;
    case 'carry':
      return describeCarry(step);
    case 'lower':
      return `let the ceiling of tenant \`${step.tenant}\` hold no more: ${describePermissions(step.permissions, mostPermissions)}`;
    case 'generation':
      return `move tenant \`${step.tenant}\` to \`${step.to}\` of \`${step.of}\`, from ${listNames(step.from)}`;
    case 'clear':
      return `take ${listNames(step.models)} out of role \`${step.role.name}\``;
  }
}

function describeCarry({
  role,
  models,
  permissions,
}: Extract<PlannedStep, { readonly kind: 'carry' }>): string {
  if (models.length === 0) return `give role \`${role.name}\` entries of its portfolio for the new models`;
  const held = permissions.length === 0 ? 'nothing' : describePermissions(permissions, mostPermissions);
  return `let role \`${role.name}\` hold on ${listNames(models)}: ${held}`;
}

function listDetails({ step, dropped, files }: TriedStep): readonly string[] {
  return [
    ...(step.kind === 'carry'
      ? step.entries.map(
          ([pattern, as]) => `on the records of \`${as}\`, by an entry \`${pattern}\` of its portfolio`,
        )
      : []),
    ...(step.kind === 'clone'
      ? [
          dropped.length === 0
            ? 'it drops nothing'
            : `it drops ${describePermissions(dropped, mostPermissions)}`,
        ]
      : []),
    `${step.kind === 'remove' ? 'changes' : 'writes'} ${files.join(', ')}`,
  ];
}

/** Describes what a role is not given, and why. */
const describeUnmapped = ({ permissions, because }: UnmappedPermissions): string =>
  `${describePermissions(permissions, mostPermissions)}: ${because}`;

function describeEffect({ loses, gains }: PersonEffect): string {
  const parts = [
    ...(loses.length > 0 ? [`loses ${describePermissions(loses, mostPermissions)}`] : []),
    ...(gains.length > 0 ? [`gains ${describePermissions(gains, mostPermissions)}`] : []),
  ];
  return parts.length === 0 ? 'the same as before' : parts.join('; ');
}

/** Prints the types and seats whose number changes: before, and after each step. */
function printLimits({ steps, limits, freed }: TriedPlan, colours: Colours): readonly string[] {
  const states = [limits, ...steps.map((one) => one.limits)];
  const keys = [...new Map(states.flat().map((one) => [`${one.tenant}\n${one.name}`, one])).values()];
  const usedIn = (state: readonly CountedLimit[], { tenant, name }: CountedLimit) =>
    state.find((one) => one.tenant === tenant && one.name === name)?.used ?? 0;
  const rows = keys
    .map((key) => ({ key, used: states.map((state) => usedIn(state, key)) }))
    .filter(({ used }) => new Set(used).size > 1)
    .map(({ key, used }) => [
      `  ${makeVisible(key.tenant)}`,
      key.name,
      key.most === undefined ? 'unlimited' : `of ${key.most}`,
      ...used.map(String),
    ]);
  if (rows.length === 0) return [];
  const head = ['  tenant', 'type or seat', 'limit', 'before', ...steps.map((_, at) => `${at + 1}.`)];
  const free = freed.map(({ tenant, name, users }) => `${users} ${name} of ${tenant}`);
  return [
    `\n${colours.bold('active users')}\n`,
    formatTable([head, ...rows]),
    ...(free.length > 0 ? [`  set free: ${makeVisible(free.join(', '))}\n`] : []),
  ];
}

/** Prints a plan as Markdown, with a box to tick for each step. */
export function printPlanMarkdown(plan: TriedPlan): string {
  const { steps, remarks, unmapped = [], people, freed } = plan;
  const numbered = steps.map(
    (tried) =>
      `- [ ] ${writeInert(describeStep(tried.step))}\n${listDetails(tried)
        .map((line) => `  - ${writeInert(line)}\n`)
        .join('')}`,
  );
  const table = people.map(
    (one) =>
      `| ${writeInert(`\`${one.user}\``)} | ${writeInert(`\`${one.tenant}\``)} | ${writeInert(describeEffect(one))} |\n`,
  );
  const unmappedLines = unmapped.map(
    (one) => `- ${writeInert(`\`${one.role}\``)}: ${writeInert(describeUnmapped(one))}\n`,
  );
  const free = freed.map(
    ({ tenant, name, users }) => `- ${users} \`${name}\` of ${writeInert(`\`${tenant}\``)}\n`,
  );
  return [
    '## Plan\n\n',
    ...(steps.length === 0 ? ['Nothing to do.\n'] : numbered),
    ...remarks.map((remark) => `\n${writeInert(remark)}.\n`),
    ...(unmapped.length > 0 ? ['\n### What does not map\n\n', ...unmappedLines] : []),
    ...(free.length > 0 ? ['\n### Set free\n\n', ...free] : []),
    ...(people.length > 0
      ? ['\n### People\n\n| user | tenant | by all roles together |\n|---|---|---|\n', ...table]
      : []),
  ].join('');
}

/** Prints a plan as JSON. */
export function printPlanJson(plan: TriedPlan): string {
  const { steps, unmapped, remarks, limits, people, freed, isApplied } = plan;
  const shape = {
    version: 1,
    applied: isApplied,
    steps: steps.map(({ step, dropped, files, limits: after }, at) => ({
      number: at + 1,
      ...shapeStep(step),
      ...(step.kind === 'clone' && { dropped }),
      files,
      limits: after,
    })),
    limits,
    freed,
    people,
    ...(unmapped && { unmapped }),
    remarks,
  };
  return `${makeVisibleJson(writeIndentedJson(shape as unknown as Json, 4))}\n`;
}

function shapeStep(step: PlannedStep) {
  switch (step.kind) {
    case 'clone':
      return {
        kind: step.kind,
        role: step.role.name,
        name: step.name,
        tenant: step.tenant ?? null,
        userType: step.userType.name,
        seats: step.seats.map(({ name }) => name),
      };
    case 'remove':
      return { kind: step.kind, role: step.role.name, tenant: step.role.tenant ?? null };
    case 'carry': {
      const entries = Object.fromEntries(step.entries);
      return {
        kind: step.kind,
        role: step.role.name,
        tenant: step.role.tenant ?? null,
        models: step.models,
        permissions: step.permissions,
        portfolio: entries,
      };
    }
    case 'clear':
      return { kind: step.kind, role: step.role.name, tenant: step.tenant, models: step.models };
    default:
      return step;
  }
}
