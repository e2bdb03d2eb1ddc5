import type { Report } from '../diagnostics/diagnostic.ts';
import { has } from '../model/bits.ts';
import { makeTypeReader } from '../model/catalog.ts';
import { findEntry, reachOf } from '../model/cell-reach.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import type { Role } from '../model/policy.ts';
import type { RecordReach } from '../model/record-reach.ts';
import { hasCaslForm, type ModelTypeOf, spellOut } from '../model/spell-out.ts';
import { listFirstNames } from '../text/list.ts';

/** Every way to reach a record has a rule of CASL: what has none is decided by the facade, and CASL alone denies it. */
export function reportReachesWithoutRules(matrix: Matrix, report: Report): void {
  const known = new Map<RecordReach, boolean>();
  const closed = new Map<
    Role,
    Map<string, { readonly at: ReturnType<typeof spanOf>; readonly cells: Set<string> }>
  >();
  for (const row of matrix.rows) {
    const { catalog } = row.tenant;
    for (const model of catalog.models)
      for (const cell of model.actions.values()) {
        if (!has(row.effective, cell.index)) continue;
        const reach = reachOf(row, cell);
        const isClosed = known.get(reach) ?? lacksRule(reach, makeTypeReader(catalog));
        known.set(reach, isClosed);
        if (!isClosed) continue;
        const { at } = findEntry(row.role.portfolio, model, cell.action) ?? row.role.portfolio;
        const places = closed.get(row.role) ?? new Map();
        closed.set(row.role, places);
        const key = at.path.join('\n');
        const place = places.get(key) ?? {
          at: spanOf(placeIn(at.document, at.path, 'key')),
          cells: new Set(),
        };
        places.set(key, place);
        place.cells.add(cell.permission);
      }
  }
  for (const [role, places] of closed)
    for (const { at, cells } of places.values())
      report(
        'closed-in-casl',
        at,
        { role: role.name, permissions: listFirstNames([...cells]) },
        'ask the facade or an adapter for these records, or demand one portfolio through the list',
      );
}

function lacksRule(reach: RecordReach, typeOf: ModelTypeOf): boolean {
  // Only what must hold together can ask a list twice.
  if (reach === 'all' || reach.kind === 'linked') return false;
  return spellOut(reach, typeOf)?.alternatives.some((alternative) => !hasCaslForm(alternative)) ?? false;
}
