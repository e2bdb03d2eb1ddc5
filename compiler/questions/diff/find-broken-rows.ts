import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Pair } from '../../model/pair.ts';
import { findRowAt } from '../../model/stored-rows.ts';

/** Finds the roles of a database that compile by the base and not by the head, each by its first error. */
export function findBrokenRows({ base, head }: Pair<readonly Diagnostic[]>): readonly Diagnostic[] {
  const rowOf = ({ at }: Diagnostic) => findRowAt(at.source, at.start);
  const seen = new Set(base.map(rowOf));
  const { report, diagnostics } = collect();
  for (const broken of head) {
    const row = rowOf(broken);
    if (seen.has(row)) continue;
    seen.add(row);
    report('stored-role-broken', broken.at, { what: broken.message }, broken.help, {
      related: broken.related,
    });
  }
  return diagnostics;
}
