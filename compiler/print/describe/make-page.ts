import type { Cell, Risk } from '../../model/catalog.ts';
import { togglesOf } from '../../model/catalog.ts';
import { describeReach } from '../../model/describe-reach.ts';
import { capName, describePortfolio, type PortfolioPart, type Tenant } from '../../model/policy.ts';
import { linkTo } from '../../model/record-reach.ts';
import {
  type DescribedLimit,
  type DescribedPermission,
  type DescribedSection,
  describedSections,
  type PersonDescription,
} from '../../questions/describe/describe-person.ts';
import { count } from '../../text/count.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirst, listFirstNames, listNames } from '../../text/list.ts';
import { describeLimit } from '../describe-limit.ts';

/** A page of plain sentences, in which names stand in backticks. */
export interface SentencePage {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly sections: readonly PageSection[];
}

/** A part of a page with its own heading. */
export interface PageSection {
  readonly heading: string;
  readonly items: readonly string[];
}

const headings: Readonly<Record<DescribedSection, string>> = {
  sees: 'Sees',
  changes: 'Changes',
  'takes out': 'Takes out',
  administers: 'Administers',
};

const riskWords: Readonly<Record<Risk, string>> = {
  escalation: 'Could give themselves or others more than they have',
  exfiltration: 'Takes data out of the product',
  destructive: 'Destroys what may not come back',
  write: 'Changes data',
  read: 'Reads data',
};

/** Composes the page of a description: who it is, what they can do and on which records, what not, what is risky, what is unused. */
export function makeDescriptionPage(description: PersonDescription): SentencePage {
  const { holder, permissions, risky, lacks, unused, colleagues } = description;
  const { tenant } = holder;
  const who = holder.user ? `\`${holder.name}\`` : `role \`${holder.name}\``;
  const parts = describedSections.map((section) => ({
    heading: headings[section],
    items: describeSection(
      permissions.filter((one) => one.section === section),
      tenant,
    ),
  }));
  return {
    title: `What ${holder.user ? '' : 'the role '}\`${holder.name}\` can do at \`${tenant.name}\``,
    sentences: [...describeHolderSentences(description), ...describeRecords(description)],
    sections: [
      ...parts.map(({ heading, items }) => ({
        heading,
        items: items.length > 0 ? items : ['Nothing of this sort.'],
      })),
      { heading: 'Risky', items: risky.flatMap((group) => describeRisk(group, tenant)) },
      {
        heading: 'What colleagues can do beside',
        items:
          colleagues.length === 0
            ? [`Nobody else active has a role of the same title, so there is nobody to compare ${who} with.`]
            : describeLacks(lacks, colleagues.length, tenant),
      },
      {
        heading: 'What the user type and the seats would allow',
        items: describeUnused(unused, tenant),
      },
    ].filter(({ items }) => items.length > 0),
  };
}

function describeHolderSentences({ holder }: PersonDescription): readonly string[] {
  const { user, roles } = holder;
  const held = roles.map(({ name, title, description }) => {
    const called = title === undefined ? `\`${name}\`` : `\`${name}\` (${title})`;
    return description === undefined ? called : `${called}: ${description.trim().replace(/\.$/, '')}`;
  });
  const sentences = [`The user type is \`${capName(holder)}\`.`];
  if (roles.length === 0)
    sentences.push('There is no role, and a user type and seats give nothing by themselves.');
  else if (user)
    sentences.push(`${roles.length === 1 ? 'The role is' : 'The roles are'} ${held.join('; ')}.`);
  else sentences.push(`It is the role ${held.join('')}.`);
  if (user?.active === false)
    sentences.push('This user is not active: nothing below can be done while that is so.');
  if (user?.madeBy !== undefined) sentences.push(`It was made by \`${user.madeBy}\`.`);
  return sentences;
}

/** Says once what each portfolio selects. */
function describeRecords({ holder }: PersonDescription): readonly string[] {
  const parts = new Map<string, PortfolioPart>();
  for (const role of holder.roles)
    for (const { items } of role.portfolio.entries.values())
      for (const item of items)
        for (const part of item.parts) parts.set(part.name ?? `filter of ${role.name}`, part);
  const lines = [...parts].map(([name, { on, reach }]) => {
    const words = reach === 'all' ? 'every one' : `those of which ${describeReach(linkTo(on, [], reach))}`;
    return `Portfolio \`${name}\` is, of the records of \`${on}\`, ${words}.`;
  });
  const uses = holder.roles.map((role) =>
    role.portfolio.entries.size === 0
      ? `Role \`${role.name}\` has no portfolio.`
      : `Role \`${role.name}\` works on \`${describePortfolio(role.portfolio)}\`.`,
  );
  return [...uses, ...lines];
}

function describeSection(permissions: readonly DescribedPermission[], tenant: Tenant): readonly string[] {
  const onRecords = permissions.filter(({ cell }) => cell.model);
  const toggles = permissions.filter(({ cell }) => !cell.model);
  const groups = groupBy(onRecords, (one) => JSON.stringify([one.cell.action, recordWords(one)]));
  const lines = [...groups.values()].map((group) => {
    const [first] = group;
    const subjects = group.map(({ cell }) => nameSubject(cell, tenant)).join(', ');
    return `${verbOf(first.cell, tenant)} ${subjects}: ${recordWords(first)}.`;
  });
  const without = onRecords.filter(({ withoutProperties }) => withoutProperties.length > 0);
  return [
    ...lines,
    ...without.map(
      ({ cell, withoutProperties }) =>
        `Does not ${plainVerbs[cell.action] ?? cell.action}, of ${nameSubject(cell, tenant)}, the ${withoutProperties.length === 1 ? 'field' : 'fields'} ${listNames(withoutProperties)}.`,
    ),
    ...toggles.map((one) => `Uses ${describeToggle(one, tenant)}.`),
  ];
}

const verbs: Readonly<Record<string, string>> = {
  create: 'Creates',
  view: 'Sees',
  update: 'Changes',
  remove: 'Removes',
  export: 'Exports',
};

const plainVerbs: Readonly<Record<string, string>> = { view: 'see', update: 'change', export: 'take out' };

const verbOf = ({ action }: Cell, { catalog }: Tenant): string =>
  verbs[action] ?? `May ${catalog.ownActions.get(action)?.title ?? action}:`;

/** Describes on which records a permission works, by each role that brings it. */
function recordWords({ limits }: DescribedPermission): string {
  const words = limits.map(limitWords);
  return words.includes(everyRecord) ? everyRecord : [...new Set(words)].join('; and ');
}

const everyRecord = 'every record';

function limitWords({ limit, isWhole }: DescribedLimit): string {
  if (limit.kind === 'new-record') return 'every new record';
  if (limit.kind !== 'reach') return everyRecord;
  if (!isWhole) return describeLimit(limit) ?? everyRecord;
  return `the records in portfolio ${limit.items.map(({ label }) => `\`${label}\``).join(' or ')}`;
}

/** Returns what people call a model, a module or a feature, with its name where that is another. */
function nameSubject({ model, subject }: Cell, tenant: Tenant): string {
  const title = model
    ? (tenant.titles.get(model.name) ?? model.title)
    : togglesOf(tenant.catalog).find(({ name }) => name === subject)?.title;
  return title === undefined || title === subject ? `\`${subject}\`` : `${title} (\`${subject}\`)`;
}

function describeToggle({ cell }: DescribedPermission, tenant: Tenant): string {
  const toggle = togglesOf(tenant.catalog).find(({ name }) => name === cell.subject);
  const about = toggle?.description?.trim().replace(/\.$/, '');
  return `${nameSubject(cell, tenant)}${about === undefined ? '' : `: ${about}`}`;
}

/** Describes the permissions of a class: those with notes one by one, the others by what is done and where. */
function describeRisk(
  { risk, permissions }: PersonDescription['risky'][number],
  tenant: Tenant,
): readonly string[] {
  const groups = groupBy(permissions, (one) =>
    JSON.stringify([one.cell.action, recordWords(one), one.notes, listRoles(one)]),
  );
  return [...groups.values()].map((group) => {
    const [first] = group;
    const records = first.cell.model ? `: ${recordWords(first)}` : '';
    const verb = first.cell.model ? verbOf(first.cell, tenant) : 'Uses';
    const subjects = group.map(({ cell }) => nameSubject(cell, tenant)).join(', ');
    const notes = first.notes.map((note) => ` ${note.trim()}`).join('');
    return `${riskWords[risk]} (${risk}): ${verb.toLowerCase()} ${subjects}${records}, by ${listNames(listRoles(first))}.${notes}`;
  });
}

const listRoles = ({ limits }: DescribedPermission): readonly string[] => [
  ...new Set(limits.map(({ role }) => role.name)),
];

function describeLacks(
  lacks: PersonDescription['lacks'],
  colleagues: number,
  tenant: Tenant,
): readonly string[] {
  if (lacks.length === 0)
    return [
      colleagues === 1
        ? 'Nothing: the one colleague with a role of the same title can do no more.'
        : `Nothing: none of the ${colleagues} colleagues with a role of the same title can do more.`,
    ];
  const groups = groupBy(lacks, ({ colleagues: ids }) => JSON.stringify(ids));
  return [...groups.values()].map((group) => {
    const [{ colleagues: ids }] = group;
    const names = group.map(({ cell }) => `\`${cell.permission}\` of ${nameSubject(cell, tenant)}`);
    return `${listFirstNames(ids)} of ${count(colleagues, 'colleague')} can: ${listFirst(names, mostListed)}.`;
  });
}

/** The most permissions that one sentence names. */
const mostListed = 40;

function describeUnused(unused: readonly Cell[], tenant: Tenant): readonly string[] {
  if (unused.length === 0)
    return ['Nothing more: the roles give all that the user type and the seats can hold here.'];
  const groups = groupBy(unused, ({ model, action }) => (model ? action : 'use'));
  return [...groups.values()].map((group) => {
    const [first] = group;
    const verb = first.model ? verbOf(first, tenant) : 'Uses';
    return `No role gives: ${verb.toLowerCase()} ${group.map((cell) => nameSubject(cell, tenant)).join(', ')}.`;
  });
}
