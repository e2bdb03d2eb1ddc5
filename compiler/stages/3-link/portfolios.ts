import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Catalog, Model, PropertyType } from '../../model/catalog.ts';
import type { Reach } from '../../model/condition.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { PortfolioDocument, PrincipalDocument } from '../../model/documents.generated.ts';
import { suggestSubject } from '../../model/permission.ts';
import type { Portfolio } from '../../model/policy.ts';
import { linkCondition } from './conditions.ts';
import { indexByName } from './index-by-name.ts';

/** The portfolios that are declared, and what conditions may ask of the signed-in user. */
export interface Portfolios {
  readonly attributes: ReadonlyMap<string, PropertyType>;
  readonly all: readonly Portfolio[];
  readonly named: ReadonlyMap<string, Portfolio>;
}

/** Links the Principal and the portfolios; one that is a tenant's may compare what only that tenant's catalog has. */
export function linkPortfolios(
  documents: readonly Parsed[],
  catalog: Catalog,
  tenantCatalogs: ReadonlyMap<string, Catalog>,
  report: Report,
): Portfolios {
  const attributes = attributesOf(documents, report);
  const named = indexByName(
    documents.flatMap((parsed): Portfolio[] => {
      if (parsed.kind !== 'Portfolio') return [];
      const { name, renamedFrom, tenant, title, on, reach } = parsed.value as PortfolioDocument;
      const here = tenantCatalogs.get(tenant ?? '') ?? catalog;
      const model = findModel(on, placeIn(parsed.document, ['on']), here, report);
      const at = placeIn(parsed.document, ['name']);
      return [
        {
          name,
          ...(renamedFrom !== undefined && { renamedFrom }),
          at,
          ...(tenant !== undefined && { tenant }),
          ...(title !== undefined && { title }),
          on,
          reach: linkReach(parsed, reach, model, here),
        },
      ];
    }),
    () => 'portfolio',
    report,
  );

  function linkReach(parsed: Parsed, reach: unknown, model: Model | undefined, { modelOf }: Catalog): Reach {
    if (reach === 'all') return 'all';
    const at = placeIn(parsed.document, ['reach']);
    return model ? (linkCondition(reach, at, { model, modelOf, attributes, report }) ?? []) : [];
  }

  return { attributes, all: [...named.values()], named };
}

/** Returns the model of a name; reports it if there is none. */
export function findModel(name: string, at: Place, catalog: Catalog, report: Report): Model | undefined {
  const model = catalog.modelOf.get(name);
  if (model) return model;
  const near = suggestSubject(catalog, name, 'action');
  report('unknown-model', spanOf(at), { name }, near && `did you mean \`${near}\`?`);
  return undefined;
}

function attributesOf(documents: readonly Parsed[], report: Report): ReadonlyMap<string, PropertyType> {
  const principals = documents.filter(({ kind }) => kind === 'Principal');
  const [first] = principals;
  for (const { document } of principals.slice(1))
    report(
      'declared-twice',
      spanOf(placeIn(document, ['kind'])),
      { what: 'the', name: 'Principal' },
      'put all attributes into one document',
      { related: first && [{ at: spanOf(placeIn(first.document, ['kind'])), note: 'first declared here' }] },
    );
  const attributes = principals.flatMap(({ document, value }) =>
    Object.entries((value as PrincipalDocument).attributes).map(([name, { type }]) => ({
      name,
      type,
      at: placeIn(document, ['attributes', name], 'key'),
    })),
  );
  return new Map(
    [...indexByName(attributes, () => 'attribute', report)].map(([name, { type }]) => [name, type]),
  );
}
