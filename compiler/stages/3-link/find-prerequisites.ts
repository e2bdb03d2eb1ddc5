import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Catalog, Cell, Prerequisite } from '../../model/catalog.ts';
import { type Parsed, placeIn, spanOf } from '../../model/document.ts';
import { findPermission, suggestSubject } from '../../model/permission.ts';
import type { Path } from '../../text/yaml.ts';

/** The prerequisites that a document states: names that must all be met, of `{ anyOf: [...] }` one. */
export type Requirements = readonly (string | AnyOf)[] | AnyOf;

interface AnyOf {
  readonly anyOf: readonly string[];
}

/** One thing that is required: names of which one is enough, each with its path from what is required. */
export interface Requirement {
  readonly path: Path;
  readonly names: readonly { readonly name: string; readonly path: Path }[];
}

/** Lists what is required, one by one. */
export function listRequirements(required: Requirements | undefined): readonly Requirement[] {
  if (required === undefined) return [];
  if (!isList(required)) return [listNames(required, [])];
  return required.map((one, index) =>
    typeof one === 'string'
      ? { path: [index], names: [{ name: one, path: [index] }] }
      : listNames(one, [index]),
  );
}

const isList = (required: Requirements): required is readonly (string | AnyOf)[] => Array.isArray(required);

const listNames = ({ anyOf }: AnyOf, path: Path): Requirement => ({
  path,
  names: anyOf.map((name, index) => ({ name, path: [...path, 'anyOf', index] })),
});

/** Finds the cells that a document requires at a path; names of no permission are reported and left out. */
export function findPrerequisites(
  catalog: Catalog,
  required: Requirements | undefined,
  { document }: Parsed,
  path: Path,
  report: Report,
): readonly Prerequisite[] {
  return listRequirements(required).flatMap(({ path: below, names }): Prerequisite[] => {
    const oneOf = names.flatMap(
      ({ name, path: inside }) =>
        findRequired(catalog, name, (facts, help) =>
          report('unknown-permission', spanOf(placeIn(document, [...path, ...inside])), facts, help),
        ) ?? [],
    );
    return oneOf.length > 0 ? [{ oneOf, at: placeIn(document, [...path, ...below]) }] : [];
  });
}

function findRequired(
  catalog: Catalog,
  permission: string,
  refuse: (facts: { permission: string; reason: string }, help: string | undefined) => void,
): Cell | undefined {
  const found = findPermission(catalog, permission);
  if ('index' in found) return found;
  const { reason } = found;
  const used = `${suggestSubject(catalog, permission) ?? permission}:use`;
  const suggestion = found.suggestion ?? (catalog.cellOf.has(used) ? used : undefined);
  refuse({ permission, reason }, suggestion && `did you mean \`${suggestion}\`?`);
  return undefined;
}
