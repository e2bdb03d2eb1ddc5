import type { Report } from '../diagnostics/diagnostic.ts';
import { has, intersection } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { type PortfolioSaying, readPortfolio } from '../model/cell-reach.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles, type OfferedRole } from '../model/offered-role.ts';
import type { PortfolioEntry, PortfolioItem, PortfolioUse } from '../model/policy.ts';
import { isInside } from '../model/record-reach.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames, listNames } from '../text/list.ts';

/** An entry of a portfolio that is about less than another one reaches the same records. */
export function reportEntriesBesideWider(matrix: Matrix, report: Report): void {
  for (const offered of listOfferedRoles(matrix)) {
    const { entries } = offered.role.portfolio;
    if (entries.size > 1) for (const entry of entries.values()) reportBesideWider(offered, entry, report);
  }
}

/** A permission for which an entry counts in place of a wider one. */
interface Override {
  readonly cell: Cell;
  readonly wider: PortfolioEntry;
  /** The items of the wider entry that apply to the model. */
  readonly items: readonly PortfolioItem[];
  readonly reaches: 'more' | 'fewer' | 'other';
}

function reportBesideWider(offered: OfferedRole, entry: PortfolioEntry, report: Report): void {
  const overrides = listOverrides(offered, entry);
  for (const group of groupBy(overrides, ({ wider, reaches }) => `${reaches} ${wider.pattern}`).values()) {
    const [{ wider, reaches }] = group;
    const own = new Set(entry.items.map(({ label }) => label));
    const labels = group.flatMap(({ items }) => items.map(({ label }) => label));
    const left = [...new Set(labels)].filter((label) => !own.has(label));
    const isNamed = !left.includes('filter') && left.length > 0;
    report(
      'entry-overrides-wider',
      spanOf(placeIn(entry.at.document, entry.at.path, 'key')),
      {
        role: offered.role.name,
        permissions: listFirstNames(group.map(({ cell }) => cell.permission)),
        wider: wider.pattern,
        reaches,
      },
      reaches !== 'more' && isNamed ? `to reach those as well, name ${listNames(left)} too` : undefined,
      {
        related: [
          {
            at: spanOf(placeIn(wider.at.document, wider.at.path, 'key')),
            note: 'this entry does not count there',
          },
        ],
      },
    );
  }
}

function listOverrides({ role, catalog }: OfferedRole, entry: PortfolioEntry): readonly Override[] {
  const held = intersection(role.layer.held, role.cap);
  const others = leaveOut(role.portfolio, entry);
  return catalog.models.flatMap((model) =>
    [...model.actions.values()].flatMap((cell): Override[] => {
      if (!has(held, cell.index)) return [];
      const own = readPortfolio(role.portfolio, cell);
      if (own.entry !== entry) return [];
      const before = readPortfolio(others, cell);
      const reaches = compareSayings(own, before);
      return before.entry && before.items.length > 0 && reaches
        ? [{ cell, wider: before.entry, items: before.items, reaches }]
        : [];
    }),
  );
}

const leaveOut = ({ at, entries }: PortfolioUse, entry: PortfolioEntry): PortfolioUse => ({
  at,
  entries: new Map([...entries].filter(([, other]) => other !== entry)),
});

function compareSayings(own: PortfolioSaying, before: PortfolioSaying): Override['reaches'] | undefined {
  const [isLess, isMore] = [isInside(own.reach, before.reach), isInside(before.reach, own.reach)];
  if (isLess && isMore) return undefined;
  return isMore ? 'more' : isLess ? 'fewer' : 'other';
}
