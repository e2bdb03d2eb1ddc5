import { collect, type Report } from '../../diagnostics/diagnostic.ts';
import type { Fix } from '../../diagnostics/fix.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalog, Model } from '../../model/catalog.ts';
import { reachOfItem, readEntryPattern } from '../../model/cell-reach.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { PortfolioChoice, RoleDocument } from '../../model/documents.generated.ts';
import { suggestAction } from '../../model/permission.ts';
import type { PortfolioEntry, PortfolioItem, PortfolioPart, PortfolioUse } from '../../model/policy.ts';
import { listNames, listThereAre } from '../../text/list.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { linkCondition } from './conditions.ts';
import { findModel, type Portfolios } from './portfolios.ts';

/** The catalog and the portfolios against which the portfolio of a role is linked. */
export interface PortfolioContext {
  readonly catalog: Catalog;
  readonly portfolios: Portfolios;
  readonly report: Report;
}

type WrittenPortfolio = NonNullable<RoleDocument['portfolio']>;

/** Links what a role writes under `portfolio`; mistakes are reported and reach nothing. */
export function linkPortfolioUse(
  { document }: Parsed,
  written: WrittenPortfolio,
  context: PortfolioContext,
): PortfolioUse {
  const at = placeIn(document, ['portfolio']);
  if (written === 'all') {
    const names = context.portfolios.all.flatMap(({ name, reach }) => (reach === 'all' ? [name] : []));
    const whole: PortfolioEntry = { pattern: '*', at, items: [{ label: 'all', at, names, parts: [] }] };
    return { at, entries: new Map([['*', whole]]) };
  }
  if (Array.isArray(written)) {
    const entry: PortfolioEntry = { pattern: '*', at, items: linkItems(written, at, context) };
    reportUselessItems(entry, context.catalog.models, context.report);
    return { at, entries: new Map([['*', entry]]) };
  }
  const entries = Object.entries(written).flatMap(([pattern, items]): [string, PortfolioEntry][] => {
    if (!Array.isArray(items)) {
      reportLoneFilter(pattern, items, { at, isAlone: Object.keys(written).length === 1 }, context.report);
      return [];
    }
    const inside = placeIn(document, ['portfolio', pattern]);
    const entry: PortfolioEntry = { pattern, at: inside, items: linkItems(items, inside, context) };
    const models = findModels(entry, context);
    if (models) reportUselessItems(entry, models, context.report);
    return [[pattern, entry]];
  });
  return { at, entries: new Map(entries) };
}

/** Reports a filter outside a list, where an earlier version of the language allowed it. */
function reportLoneFilter(
  pattern: string,
  filter: unknown,
  { at, isAlone }: { readonly at: Place; readonly isAlone: boolean },
  report: Report,
): void {
  const help = `write \`portfolio: ${writeFlowYaml([{ filter }])}\``;
  report(
    'filter-outside-list',
    spanOf(placeIn(at.document, [...at.path, pattern], 'key')),
    {},
    isAlone ? { help, at, change: { kind: 'put-in-list' } } : help,
  );
}

const fixKey = (key: string, at: Place): Fix => ({
  help: `write \`${key}\``,
  at,
  change: { kind: 'rename', key: JSON.stringify(key) },
});

/** Finds the models whose permissions match the pattern of an entry; undefined, and reported, if none do. */
function findModels(
  { pattern, at }: PortfolioEntry,
  { catalog, report }: PortfolioContext,
): readonly Model[] | undefined {
  if (pattern === '*') return catalog.models;
  const { subject, action } = readEntryPattern(pattern);
  const place = placeIn(at.document, at.path, 'key');
  const isEverything = subject === '*' && action === '*';
  if (subject === '' || action === '' || subject.includes('.') || isEverything) {
    const help = isEverything
      ? 'write `*`'
      : subject.includes('.')
        ? `a property follows its action: \`${subject.slice(0, subject.indexOf('.'))}:${action}\``
        : catalog.modelOf.has(pattern)
          ? fixKey(`${pattern}:*`, at)
          : undefined;
    report('portfolio-pattern', spanOf(place), { pattern }, help);
    return undefined;
  }
  if (catalog.cellOf.has(`${subject}:use`)) {
    report(
      'portfolio-matches-nothing',
      spanOf(place),
      { pattern },
      `\`${subject}\` is used or not, whatever the records`,
    );
    return undefined;
  }
  if (action !== '*' && !catalog.actions.includes(action)) {
    const near = suggestAction(action, catalog.actions);
    report('unknown-action', spanOf(place), { name: action }, near && `did you mean \`${near}\`?`);
    return undefined;
  }
  if (subject === '*') {
    const models = catalog.models.filter((model) => action === '*' || model.actions.has(action));
    if (models.length > 0) return models;
    report('portfolio-matches-nothing', spanOf(place), { pattern });
    return undefined;
  }
  const model = findModel(subject, place, catalog, report);
  if (!model || action === '*' || model.actions.has(action)) return model && [model];
  report(
    'unsupported-action',
    spanOf(place),
    { name: action, of: `model \`${subject}\`` },
    `it supports ${listNames([...model.actions.keys()])}`,
  );
  return undefined;
}

/** Reports the items that apply to none of the models that an entry is about. */
function reportUselessItems(
  { pattern, items }: PortfolioEntry,
  models: readonly Model[],
  report: Report,
): void {
  for (const { label, at, parts } of items) {
    // A part that is unknown, or not whole, is reported already.
    if (parts.length === 0 || models.some((model) => reachOfItem({ parts }, model) !== undefined)) continue;
    const on = [...new Set(parts.map((part) => part.on))];
    report(
      'portfolio-applies-nowhere',
      spanOf(at),
      { label, pattern, on: listNames(on) },
      helpWithRoots(models, on),
    );
  }
}

function helpWithRoots(models: readonly Model[], on: readonly string[]): string | undefined {
  if (on.length > 1) return 'only portfolios on models of one path have records in common';
  const [model, more] = models;
  if (!model || more) return undefined;
  const roots = [model.name, ...model.path.map((step) => step.model)];
  return `\`${model.name}\` is limited by portfolios on ${listNames([...new Set(roots)])}`;
}

function linkItems(
  written: readonly PortfolioChoice[],
  at: Place,
  context: PortfolioContext,
): readonly PortfolioItem[] {
  const items = written.map((item, index) =>
    linkItem(item, placeIn(at.document, [...at.path, index]), context),
  );
  const known = new Set<string>();
  return items.filter((item): item is PortfolioItem => {
    if (!item) return false;
    const isNew = item.label === 'filter' || !known.has(item.label);
    known.add(item.label);
    return isNew;
  });
}

function linkItem(written: PortfolioChoice, at: Place, context: PortfolioContext): PortfolioItem | undefined {
  if (typeof written === 'string') {
    const part = linkName(written, at, context);
    return part && { label: written, at, names: [written], parts: [part] };
  }
  if ('allOf' in written) {
    const inside = (index: number) => placeIn(at.document, [...at.path, 'allOf', index]);
    const parts = written.allOf.map((name, index) => linkName(name, inside(index), context));
    if (!parts.every((part) => part !== undefined)) return undefined;
    return { label: [...new Set(written.allOf)].join(' & '), at, names: written.allOf, parts };
  }
  const part = linkFilter(written, at, context);
  return part && { label: 'filter', at, names: [], parts: [part] };
}

function linkName(
  name: string,
  at: Place,
  { portfolios, report }: PortfolioContext,
): PortfolioPart | undefined {
  const portfolio = portfolios.named.get(name);
  if (portfolio) return { name, on: portfolio.on, reach: portfolio.reach };
  const names = [...portfolios.named.keys()];
  const whole =
    name === 'all' ? '`portfolio: all` stands alone; a list names a portfolio with `reach: all`' : undefined;
  const help = whole ?? didYouMean(name, names) ?? (names.length > 0 ? listThereAre(names, 8) : undefined);
  report('unknown-portfolio', spanOf(at), { name }, help);
  return undefined;
}

function linkFilter(
  { filter, on }: Exclude<PortfolioChoice, string | { allOf: string[] }>,
  at: Place,
  { catalog, portfolios: { attributes }, report }: PortfolioContext,
): PortfolioPart | undefined {
  const here = placeIn(at.document, [...at.path, 'filter']);
  const model =
    on === undefined
      ? findOnlyRoot(filter, here, { catalog, attributes, report })
      : findModel(on, placeIn(at.document, [...at.path, 'on']), catalog, report);
  if (!model) return undefined;
  return {
    on: model.name,
    reach: linkCondition(filter, here, { model, modelOf: catalog.modelOf, attributes, report }) ?? [],
  };
}

/** Finds the one model whose records portfolios select; reports a filter that could be on several, or on none. */
function findOnlyRoot(
  filter: unknown,
  at: Place,
  {
    catalog,
    attributes,
    report,
  }: Pick<PortfolioContext, 'catalog' | 'report'> & Pick<Portfolios, 'attributes'>,
): Model | undefined {
  const roots = catalog.models.filter(({ portfolio }) => portfolio === 'self');
  const [root, more] = roots;
  if (root && !more) return root;
  const names = roots.map(({ name }) => name);
  const fitting = roots.filter((model) => {
    const { report: collectOnly, failed } = collect();
    linkCondition(filter, at, { model, modelOf: catalog.modelOf, attributes, report: collectOnly });
    return !failed();
  });
  const [only, second] = fitting;
  const example = only ?? root ?? catalog.models[0];
  const place = { document: at.document, path: at.path.slice(0, -1) };
  report(
    'filter-on-unknown-model',
    spanOf(placeIn(at.document, at.path, 'key')),
    { roots: more ? `${listNames(names)} have \`portfolio: self\`` : 'no model has `portfolio: self`' },
    only && !second
      ? {
          help: `write \`on: ${only.name}\` beside it`,
          at: place,
          change: { kind: 'add', key: 'on', text: only.name },
        }
      : example && `write \`on: ${example.name}\` beside it, or another model`,
  );
  return undefined;
}
