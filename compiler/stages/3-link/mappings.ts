import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalog } from '../../model/catalog.ts';
import { listPackageNames } from '../../model/ceiling.ts';
import { type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type { MappingDocument } from '../../model/documents.generated.ts';
import { findImportColumn, importColumns, type Mapping } from '../../model/mapping.ts';
import { findPermission, suggestAction, suggestSubject } from '../../model/permission.ts';
import type { Caps } from './caps.ts';
import { indexByName } from './index-by-name.ts';
import type { Portfolios } from './portfolios.ts';

/** The names that the words of mappings can lead to. */
export interface MappingContext {
  readonly catalog: Catalog;
  /** The catalogs of tenants that have properties of their own. */
  readonly tenantCatalogs: ReadonlyMap<string, Catalog>;
  readonly caps: Pick<Caps, 'userTypes' | 'seats'>;
  readonly portfolios: Portfolios;
  readonly report: Report;
}

/** Links the mappings, sorted by name; what they lead to and does not exist is reported. */
export function linkMappings(documents: readonly Parsed[], context: MappingContext): readonly Mapping[] {
  const declared = documents.flatMap((parsed) => {
    if (parsed.kind !== 'Mapping') return [];
    return [linkMapping(parsed, context)];
  });
  return [...indexByName(declared, () => 'mapping', context.report).values()];
}

function linkMapping({ document, value }: Parsed, context: MappingContext): Mapping {
  const written = value as MappingDocument;
  checkNames(written, (...path) => spanOf(placeIn(document, path)), context);
  checkProperties(written, (part, ...path) => spanOf(placeIn(document, path, part)), context);
  checkPermissions(written, (...path) => spanOf(placeIn(document, path)), context);
  return {
    name: written.name,
    at: placeIn(document, ['name']),
    columns: wordsOf(written.columns),
    ignored: new Set(written.ignore),
    on: written.values?.on ?? [],
    off: written.values?.off ?? [],
    separators: written.separators ?? [],
    permissions: listsOf(written.permissions),
    actions: wordsOf(written.actions),
    models: wordsOf(written.models),
    properties: new Map(
      Object.entries(written.properties ?? {}).map(([model, names]) => [model, wordsOf(names)]),
    ),
    modules: wordsOf(written.modules),
    features: wordsOf(written.features),
    userTypes: wordsOf(written.userTypes),
    seats: wordsOf(written.seats),
    packages: wordsOf(written.packages),
    portfolios: listsOf(written.portfolios),
    roles: wordsOf(written.roles),
  };
}

const wordsOf = (words: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries(words));

const listsOf = (
  words: Readonly<Record<string, string | readonly string[]>> = {},
): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(words).map(([word, names]) => [word, typeof names === 'string' ? [names] : names]));

type SpanAt = (...path: (string | number)[]) => ReturnType<typeof spanOf>;

/** Reports single names that do not exist, each with the nearest one of its sort. */
function checkNames(written: MappingDocument, at: SpanAt, context: MappingContext): void {
  const { catalog, caps, report } = context;
  const { columns, actions, models, modules, features, userTypes, seats, packages } = written;
  const namesOf = (things: readonly { readonly name: string }[]) => things.map(({ name }) => name);
  for (const [word, column] of Object.entries(columns ?? {})) {
    const attribute = /^attributes\.(.+)$/.exec(column)?.[1];
    const isUnknown = attribute !== undefined && !context.portfolios.attributes.has(attribute);
    if (isUnknown) {
      const help = didYouMean(attribute, context.portfolios.attributes.keys());
      report('unknown-attribute', at('columns', word), { name: attribute }, help);
    } else if (!findImportColumn(column))
      report(
        'unknown-value',
        at('columns', word),
        {
          what: `column \`${word}\``,
          value: column,
          allowed: `${importColumns.map((one) => `\`${one}\``).join(', ')} or \`attributes.NAME\``,
        },
        didYouMean(column, importColumns),
      );
  }
  for (const [word, name] of Object.entries(actions ?? {}))
    if (!catalog.actions.includes(name)) {
      const near = suggestAction(name, catalog.actions);
      report('unknown-action', at('actions', word), { name }, near && `did you mean \`${near}\`?`);
    }
  for (const [word, name] of Object.entries(models ?? {}))
    if (!catalog.modelOf.has(name)) {
      const near = suggestSubject(catalog, name, 'action');
      report('unknown-model', at('models', word), { name }, near && `did you mean \`${near}\`?`);
    }
  const sold = listPackageNames(caps, catalog);
  const sorts = [
    ['modules', 'unknown-module', modules, namesOf(catalog.modules)],
    ['features', 'unknown-feature', features, namesOf(catalog.features)],
    ['userTypes', 'unknown-user-type', userTypes, namesOf(caps.userTypes)],
    ['seats', 'unknown-seat', seats, namesOf(caps.seats)],
    ['packages', 'unknown-package', packages, sold],
  ] as const;
  for (const [field, code, words, known] of sorts)
    for (const [word, name] of Object.entries(words ?? {}))
      if (!known.includes(name)) report(code, at(field, word), { name }, didYouMean(name, known));
}

/** Reports properties that no catalog has: that of every tenant, or of one with properties of its own. */
function checkProperties(
  { properties = {} }: MappingDocument,
  at: (part: 'key' | 'value', ...path: string[]) => ReturnType<typeof spanOf>,
  { catalog, tenantCatalogs, report }: MappingContext,
): void {
  for (const [model, words] of Object.entries(properties)) {
    if (!catalog.modelOf.has(model)) {
      const near = suggestSubject(catalog, model, 'action');
      const help = near && `did you mean \`${near}\`?`;
      report('unknown-model', at('key', 'properties', model), { name: model }, help);
      continue;
    }
    const known = new Set(
      [catalog, ...tenantCatalogs.values()].flatMap(({ modelOf }) => [
        ...(modelOf.get(model)?.propertyOf.keys() ?? []),
      ]),
    );
    for (const [word, name] of Object.entries(words))
      if (!known.has(name))
        report(
          'unknown-property',
          at('value', 'properties', model, word),
          { name, model },
          didYouMean(name, known),
        );
  }
}

/** Reports permissions and portfolios that do not exist; either may be a list. */
function checkPermissions(written: MappingDocument, at: SpanAt, context: MappingContext): void {
  const { catalog, tenantCatalogs, portfolios, report } = context;
  const catalogs = [catalog, ...tenantCatalogs.values()];
  for (const [word, permission, index] of listLeaves(written.permissions)) {
    const found = findPermission(catalog, permission);
    if (!('reason' in found) || catalogs.some(({ cellOf }) => cellOf.has(permission))) continue;
    const { reason, suggestion } = found;
    const help = suggestion && `did you mean \`${suggestion}\`?`;
    report('unknown-permission', at('permissions', word, ...index), { permission, reason }, help);
  }
  for (const [word, name, index] of listLeaves(written.portfolios))
    if (!portfolios.named.has(name)) {
      const help = didYouMean(name, portfolios.named.keys());
      report('unknown-portfolio', at('portfolios', word, ...index), { name }, help);
    }
}

/** A name under a word, with its place in a list if it stands in one. */
type Leaf = readonly [word: string, name: string, index: readonly number[]];

const listLeaves = (words: Readonly<Record<string, string | readonly string[]>> = {}): readonly Leaf[] =>
  Object.entries(words).flatMap(([word, names]): readonly Leaf[] =>
    typeof names === 'string' ? [[word, names, []]] : names.map((name, index) => [word, name, [index]]),
  );
