import type { Catalog, Model } from '../../model/catalog.ts';
import { readPortfolio } from '../../model/cell-reach.ts';
import { isHole, type Operator, type Reach, type ReachComparison } from '../../model/condition.ts';
import { mergeAlternatives } from '../../model/merge-alternatives.ts';
import {
  describePortfolio,
  type PortfolioEntry,
  type PortfolioPart,
  type Role,
  selectsAll,
} from '../../model/policy.ts';
import { writeSpacedJson } from '../../text/json.ts';
import { escapeMarkdown, writeCodeSpan } from '../../text/markdown.ts';

/** Names a role's portfolios; `all` if they reach every record. */
export const nameRecords = ({ portfolio }: Pick<Role, 'portfolio'>): string =>
  selectsAll(portfolio) ? 'all' : escapeMarkdown(describePortfolio(portfolio));

/** Describes the records that a role reaches on a model: `own`, or `view: team; update: own` if actions differ. */
export function nameRecordsOn(model: Model, role: Role): string {
  const byRecords = new Map<string, string[]>();
  for (const [action, cell] of model.actions) {
    const { kind, items, reach } = readPortfolio(role.portfolio, cell);
    if (kind === 'new-record') continue;
    const records = reach === 'all' ? 'all' : items.map(({ label }) => escapeMarkdown(label)).join(' + ');
    const known = byRecords.get(records);
    if (known) known.push(action);
    else byRecords.set(records, [action]);
  }
  const [first, more] = byRecords.keys();
  if (more === undefined) return first ?? 'all';
  return [...byRecords].map(([records, actions]) => `${actions.join(', ')}: ${records}`).join('; ');
}

/** Tells of creating records that portfolios select, which they do not limit; empty if they select none. */
export function describeNewRecords({ models }: Catalog): string {
  const roots = models
    .filter(({ portfolio }) => portfolio === 'self')
    .map(({ name }) => escapeMarkdown(name));
  return roots.length === 0 ? '' : `. Creating a ${roots.join(' or a ')} is limited only where it says so`;
}

/** Describes the records that a role reaches, as `owner = user.id`, for each entry of its portfolio. */
export function describeReachedRecords({ portfolio }: Pick<Role, 'portfolio'>): string {
  const entries = [...portfolio.entries.values()];
  const sentences = entries.map((entry) => {
    const sentence = describeEntry(entry);
    return entry.pattern === '*' ? sentence : `${writeCodeSpan(entry.pattern)}: ${sentence}`;
  });
  return sentences.join(' ');
}

function describeEntry({ items }: PortfolioEntry): string {
  if (items.some(({ parts }) => parts.length === 0)) return 'Reaches every record.';
  const models = [...new Set(items.flatMap(({ parts: [part, more] }) => (part && !more ? [part.on] : [])))];
  const sentences = models.map((model) => {
    const reaches = items.flatMap(({ parts: [part, more] }) =>
      part?.on === model && !more ? [part.reach] : [],
    );
    if (reaches.includes('all')) return `Reaches every ${escapeMarkdown(model)}.`;
    const alternatives = mergeAlternatives(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)));
    return `Reaches every ${escapeMarkdown(model)} with ${listAlternatives(alternatives)}.`;
  });
  const common = items.filter(({ parts }) => parts.length > 1);
  return [
    ...sentences,
    ...common.map(({ parts }) => `Reaches whatever ${parts.map(describePart).join(' and ')} have in common.`),
  ].join(' ');
}

const describePart = ({ name, on, reach }: PortfolioPart): string =>
  `${escapeMarkdown(name ?? 'filter')} (every ${escapeMarkdown(on)}${reach === 'all' ? '' : ` with ${listAlternatives(reach)}`})`;

const listAlternatives = (alternatives: Reach): string =>
  alternatives === 'all'
    ? 'anything'
    : alternatives
        .map((alternative) => writeCodeSpan(alternative.map(comparisonText).join(' and ')))
        .join(' or ');

const operatorWords: Readonly<Record<Operator, string>> = {
  $eq: '=',
  $in: 'in',
  $gt: '>',
  $gte: '>=',
  $lt: '<',
  $lte: '<=',
  $ne: '!=',
  $nin: 'not in',
  $exists: 'exists:',
};

const operatorWordsOfLists: Readonly<Partial<Record<Operator, string>>> = {
  $eq: 'has',
  $in: 'has one of',
  $ne: 'has not',
  $nin: 'has none of',
};

const comparisonText = ({ property, type, operator, operand }: ReachComparison): string =>
  `${property} ${(type === 'list' && operatorWordsOfLists[operator]) || operatorWords[operator]} ${isHole(operand) ? `user.${operand.$user}` : writeSpacedJson(operand)}`;
