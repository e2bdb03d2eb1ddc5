import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Place, spanOf } from '../../model/document.ts';

/** Something that is declared under a name, at the place of that name. */
export interface DeclaredName {
  readonly name: string;
  readonly at: Place;
}

/**
 * Brings declarations under their names, sorted by name. A name stands for one thing: the second
 * declaration is reported and left out, and so are two names that differ only in case. `of` is whose they are.
 */
export function indexByName<T extends DeclaredName>(
  declarations: readonly T[],
  what: (declaration: T) => string,
  report: Report,
  of?: string,
): ReadonlyMap<string, T> {
  const owner = of !== undefined && { of };
  const known = new Map<string, T>();
  const folded = new Map<string, T>();
  for (const declaration of declarations) {
    const { name, at } = declaration;
    const first = known.get(name);
    const twin = folded.get(name.toLowerCase());
    if (first) {
      report(
        'declared-twice',
        spanOf(at),
        {
          what: what(declaration),
          name,
          ...owner,
          ...(what(first) !== what(declaration) && { already: what(first) }),
        },
        'rename one of the two, or delete it',
        { related: [{ at: spanOf(first.at), note: 'first declared here' }] },
      );
      continue;
    }
    if (twin)
      report(
        'case-collision',
        spanOf(at),
        { what: what(declaration), name, other: twin.name, ...owner },
        'choose another name for one of the two',
        { related: [{ at: spanOf(twin.at), note: `\`${twin.name}\` is declared here` }] },
      );
    known.set(name, declaration);
    folded.set(name.toLowerCase(), declaration);
  }
  return new Map([...known].sort(([a], [b]) => (a < b ? -1 : 1)));
}
