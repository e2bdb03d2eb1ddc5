import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { add, emptyBits } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { InvariantDocument, RoleDocument, Selection } from '../../model/documents.generated.ts';
import { demands, type Invariant, type Pattern, type Waiver } from '../../model/invariant.ts';
import { findMatchingCells } from '../../model/pattern.ts';
import { isSelected } from '../../model/selection.ts';
import { indexByName } from './index-by-name.ts';
import { namesIn } from './selection.ts';
import { linkWaivers } from './waivers.ts';

/** What the policy demands of its own result, and who may fall short of it for a time. */
export interface Demands {
  readonly invariants: readonly Invariant[];
  readonly waivers: readonly Waiver[];
}

/** Links invariants and waivers; every name and every pattern that stands for nothing is reported. */
export function linkInvariants(documents: readonly Parsed[], catalog: Catalog, report: Report): Demands {
  const roles = documents.flatMap(({ kind, value }) => (kind === 'Role' ? [value as RoleDocument] : []));
  const typeNames = documents.flatMap(({ kind, value }) =>
    kind === 'UserType' ? [(value as { readonly name: string }).name] : [],
  );
  const roleNames = new Set(roles.map(({ name }) => name));
  const context: Context = { catalog, roles, roleNames, typeNames: new Set(typeNames), report };
  const invariants = indexByName(
    documents.flatMap((parsed) => (parsed.kind === 'Invariant' ? [linkInvariant(parsed, context)] : [])),
    () => 'invariant',
    report,
  );
  return { invariants: [...invariants.values()], waivers: linkWaivers(documents, invariants, report) };
}

interface Context {
  readonly catalog: Catalog;
  readonly roles: readonly RoleDocument[];
  readonly roleNames: ReadonlySet<string>;
  readonly typeNames: ReadonlySet<string>;
  readonly report: Report;
}

function linkInvariant({ document, value }: Parsed, context: Context): Invariant {
  const { catalog, roleNames, typeNames, report } = context;
  const written = value as InvariantDocument;
  const { name, severity, because, source, within } = written;
  const demand = demands.find((one) => written[one] !== undefined) ?? 'must';
  const invariant: Invariant = {
    name,
    at: placeIn(document, ['name']),
    severity,
    because,
    ...(source !== undefined && { source }),
    roles: selectNames(written.roles, placeIn(document, ['roles']), roleNames, (role, at) =>
      report('no-such-role', spanOf(at), { name: role }, didYouMean(role, roleNames)),
    ),
    userTypes: selectNames(written.userTypes, placeIn(document, ['userTypes']), typeNames, (userType, at) =>
      report('unknown-user-type', spanOf(at), { name: userType }, didYouMean(userType, typeNames)),
    ),
    demand,
    patterns: (written[demand] ?? []).flatMap((text, index) =>
      linkPattern(text, placeIn(document, [demand, index]), catalog, report),
    ),
    withinCap: within === 'cap',
  };
  warnOfNobody(invariant, written, context);
  return invariant;
}

/** The known names that a selection has; absent, it has them all. */
function selectNames(
  selection: Selection = 'all',
  at: Place,
  known: ReadonlySet<string>,
  reportUnknown: (name: string, at: Place) => void,
): ReadonlySet<string> {
  for (const [name, place] of namesIn(selection, at)) if (!known.has(name)) reportUnknown(name, place);
  return new Set([...known].filter((name) => isSelected(selection, name)));
}

function linkPattern(text: string, at: Place, catalog: Catalog, report: Report): readonly Pattern[] {
  const found = findMatchingCells(catalog, text);
  if ('reason' in found) {
    const { reason, suggestion } = found;
    const help = suggestion && `did you mean \`${suggestion}\`?`;
    report('unknown-permission', spanOf(at), { permission: text, reason }, help);
    return [];
  }
  const cells = emptyBits(catalog.cells.length);
  for (const { index } of found) add(cells, index);
  return [{ text, at, cells }];
}

/** A role that was renamed or has another user type must not leave an invariant behind that checks nothing. */
function warnOfNobody(invariant: Invariant, written: InvariantDocument, context: Context): void {
  const { roles, roleNames, typeNames, report } = context;
  const { document } = invariant.at;
  const isOutside = (selection: Selection = 'all', known: ReadonlySet<string>) =>
    namesIn(selection, invariant.at).some(([name]) => !known.has(name));
  if (isOutside(written.roles, roleNames) || isOutside(written.userTypes, typeNames)) return;
  const isChecked = ({ name, userType = '', abstract = false }: RoleDocument) =>
    !abstract && invariant.roles.has(name) && invariant.userTypes.has(userType);
  if (roles.some(isChecked)) return;
  const field = (['roles', 'userTypes'] as const).find((one) => written[one] !== undefined) ?? 'name';
  report('invariant-checks-nobody', spanOf(placeIn(document, [field])), { invariant: invariant.name });
}
