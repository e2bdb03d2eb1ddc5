import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalog, Model, PropertyType } from '../../model/catalog.ts';
import type { Reach } from '../../model/condition.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { PortfolioDocument, PrincipalDocument, RoleDocument } from '../../model/documents.generated.ts';
import { suggestSubject } from '../../model/permission.ts';
import type { Portfolio, PortfolioUse } from '../../model/policy.ts';
import { listFirstNames } from '../../text/list.ts';
import { linkCondition } from './conditions.ts';
import { indexByName } from './index-by-name.ts';

/** Everything that says which records are reached. */
export interface Portfolios {
  readonly attributes: ReadonlyMap<string, PropertyType>;
  readonly all: readonly Portfolio[];
  readonly root?: Model;
  /** What a role writes under `portfolio`; mistakes are reported and reach nothing. */
  readonly useOf: (parsed: Parsed, written: Written) => PortfolioUse;
}

type Written = NonNullable<RoleDocument['portfolio']>;

/** Links the Principal, the portfolios and the one model that they select records of. */
export function linkPortfolios(documents: readonly Parsed[], catalog: Catalog, report: Report): Portfolios {
  const root = rootOf(catalog, report);
  const attributes = attributesOf(documents, report);
  const known = indexByName(
    documents.flatMap((parsed): Portfolio[] => {
      if (parsed.kind !== 'Portfolio') return [];
      const { name, tenant, title, on, reach } = parsed.value as PortfolioDocument;
      const model = modelOn(parsed, on, reach, catalog, root, report);
      const linked = reachOf(parsed, reach, model);
      return [
        {
          name,
          at: placeIn(parsed.document, ['name']),
          ...(tenant !== undefined && { tenant }),
          ...(title !== undefined && { title }),
          on,
          reach: linked,
        },
      ];
    }),
    () => 'portfolio',
    report,
  );

  function reachOf(parsed: Parsed, reach: unknown, model: Model | undefined): Reach {
    if (reach === 'all') return 'all';
    const at = placeIn(parsed.document, ['reach']);
    return model ? (linkCondition(reach, at, { model, attributes, report }) ?? []) : [];
  }

  return {
    attributes,
    all: [...known.values()],
    ...(root && { root }),
    useOf({ document }, written) {
      const at = placeIn(document, ['portfolio']);
      if (!Array.isArray(written)) return { at, names: ['filter'], reach: filterReach(written.filter, at) };
      const reaches = written.map((name, index) => namedReach(name, placeIn(document, ['portfolio', index])));
      const reach = reaches.includes('all') ? 'all' : reaches.flatMap((one) => (one === 'all' ? [] : one));
      return { at, names: [...new Set(written)], reach };
    },
  };

  function namedReach(name: string, at: Place): Reach {
    const portfolio = known.get(name);
    if (portfolio) return portfolio.reach;
    report(
      'unknown-portfolio',
      spanOf(at),
      { name },
      didYouMean(name, known.keys()) ??
        (known.size > 0 ? `there is ${listFirstNames([...known.keys()], 8)}` : undefined),
    );
    return [];
  }

  function filterReach(filter: unknown, at: Place): Reach {
    const here = placeIn(at.document, [...at.path, 'filter']);
    if (root) return linkCondition(filter, here, { model: root, attributes, report }) ?? [];
    report('no-portfolio-root', spanOf(here), { what: 'a filter' });
    return [];
  }
}

function rootOf(catalog: Catalog, report: Report): Model | undefined {
  const [root, ...others] = catalog.models.filter((model) => model.portfolio === 'self');
  for (const other of others) {
    const at = spanOf(placeIn(other.at.document, ['portfolio']));
    report(
      'second-portfolio-root',
      at,
      { name: other.name, other: root?.name ?? '' },
      'reach it through the other by `portfolio: { through: path }`',
      {
        related: root && [
          { at: spanOf(placeIn(root.at.document, ['portfolio'])), note: `\`${root.name}\` is the first` },
        ],
      },
    );
  }
  return root;
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

/** A reach selects records of the model with `portfolio: self`; where no model is, `all` may be on any. */
function modelOn(
  { document }: Parsed,
  on: string,
  reach: unknown,
  catalog: Catalog,
  root: Model | undefined,
  report: Report,
): Model | undefined {
  const at = placeIn(document, ['on']);
  const model = catalog.modelOf.get(on);
  if (!model) {
    const near = suggestSubject(catalog, on, 'action');
    report('unknown-model', spanOf(at), { name: on }, near && `did you mean \`${near}\`?`);
  } else if (model !== root && (root || reach !== 'all'))
    report(
      'no-portfolio-root',
      spanOf(at),
      { what: `a portfolio on \`${on}\`` },
      root
        ? `write \`on: ${root.name}\`, whose portfolio is self`
        : `write \`portfolio: self\` in model \`${on}\`, or \`reach: all\` here`,
      { related: [{ at: spanOf(model.at), note: `\`${on}\` is declared here` }] },
    );
  return model;
}
