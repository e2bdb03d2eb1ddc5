import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Place, spanOf } from '../../model/document.ts';

/** Something that is declared under a name, at the place of that name. */
export interface DeclaredName {
  readonly name: string;
  readonly at: Place;
}

/**
 * Brings declarations under their names, sorted by name. A name stands for one thing: the second
 * declaration is reported and left out, and so are two names that look alike. `of` is whose they are: of properties,
 * which only case makes alike.
 */
export function indexByName<T extends DeclaredName>(
  declarations: readonly T[],
  what: (declaration: T) => string,
  report: Report,
  of?: string,
): ReadonlyMap<string, T> {
  const owner = of !== undefined && { of };
  const fold = of === undefined ? foldName : (name: string) => name.toLowerCase();
  const known = new Map<string, T>();
  const folded = new Map<string, T>();
  for (const declaration of declarations) {
    const { name, at } = declaration;
    const first = known.get(name);
    const twin = folded.get(fold(name));
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
    if (twin) reportAlike(declaration, twin, what(declaration), report, of);
    known.set(name, declaration);
    folded.set(fold(name), declaration);
  }
  return new Map([...known].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns what is left of a name without what people overlook: case, spaces, dashes and underscores. */
export const foldName = (name: string): string => name.toLowerCase().replace(/[ _-]/g, '');

/** Reports that a name looks like another one of its namespace. `of` is the model that has both, for properties. */
export function reportAlike(
  { name, at }: DeclaredName,
  twin: DeclaredName,
  what: string,
  report: Report,
  of?: string,
): void {
  report(
    'case-collision',
    spanOf(at),
    { what, name, other: twin.name, ...(of !== undefined && { of }) },
    'choose another name for one of the two',
    { related: [{ at: spanOf(twin.at), note: `\`${twin.name}\` is declared here` }] },
  );
}
