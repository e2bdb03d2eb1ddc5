import type { Alternative, Comparison } from './where.ts';

/** Comparisons of one record: the one that is filtered, or one that relations lead to. */
export interface ComparedRecord {
  /** Empty where it is the record itself. */
  readonly through: readonly string[];
  readonly comparisons: readonly Comparison[];
}

/** Groups the comparisons of an alternative by the record that they are about, in their order. */
export function groupByRecord(alternative: Alternative): readonly ComparedRecord[] {
  const groups = new Map<
    string,
    { readonly through: readonly string[]; readonly comparisons: Comparison[] }
  >();
  for (const comparison of alternative) {
    const { through = [] } = comparison;
    const key = JSON.stringify(through);
    const group = groups.get(key) ?? { through, comparisons: [] };
    groups.set(key, group);
    group.comparisons.push(comparison);
  }
  return [...groups.values()];
}
