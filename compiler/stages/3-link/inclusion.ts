import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { addAll } from '../../model/bits.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { RoleDocument } from '../../model/documents.generated.ts';
import type { Inclusion, Layer } from '../../model/policy.ts';
import type { DrawLayer } from './layers.ts';

/** Draws the layer of a role: its own grants, joined with the layers of the roles that it includes. */
export type DrawRoleLayer = (role: Parsed) => Layer;

/** Returns the key that tells a role from those of other tenants. */
export const roleKey = (name: string, tenant?: string): string => JSON.stringify([tenant ?? null, name]);

/** The roles that can be included, and the layers that are drawn already. */
interface Context {
  readonly roleOf: ReadonlyMap<string, Parsed>;
  readonly draw: DrawLayer;
  /** Returns the report for the findings about a role. */
  readonly reportOf: (role: Parsed) => Report;
  readonly drawn: Map<Parsed, Layer>;
  /** The roles whose layers are being drawn, each included by the one before it. */
  readonly open: Parsed[];
}

/** Finds the roles that can be included, by their keys; of two with one key, the first. */
export function indexRoles(documents: readonly Parsed[]): ReadonlyMap<string, Parsed> {
  const roleOf = new Map<string, Parsed>();
  for (const parsed of documents) {
    if (parsed.kind !== 'Role') continue;
    const { name, tenant } = parsed.value as RoleDocument;
    const key = roleKey(name, tenant);
    if (!roleOf.has(key)) roleOf.set(key, parsed);
  }
  return roleOf;
}

/**
 * Prepares the drawing of the layers of roles. A role that is included by an unknown name, from another tenant or in a
 * circle is reported, and adds nothing.
 */
export function prepareRoleLayers(
  roleOf: ReadonlyMap<string, Parsed>,
  draw: DrawLayer,
  reportOf: (role: Parsed) => Report,
): DrawRoleLayer {
  const context: Context = { roleOf, draw, reportOf, drawn: new Map(), open: [] };
  return (role) => drawRole(role, context);
}

function drawRole(parsed: Parsed, context: Context): Layer {
  const { drawn, open, draw } = context;
  const known = drawn.get(parsed);
  if (known) return known;
  const { grants = {}, includes = [] } = parsed.value as RoleDocument;
  const own = draw(grants, placeIn(parsed.document, ['grants']));
  open.push(parsed);
  const inclusions = includes.flatMap((name, index): readonly Inclusion[] => {
    const at = placeIn(parsed.document, ['includes', index]);
    const role = findIncluded(parsed, name, at, context);
    if (!role) return [];
    const { tenant } = role.value as RoleDocument;
    return [{ role: name, ...(tenant !== undefined && { tenant }), at, layer: drawRole(role, context) }];
  });
  open.pop();
  const layer = inclusions.length === 0 ? own : joinLayers(own, inclusions);
  drawn.set(parsed, layer);
  return layer;
}

function joinLayers(own: Layer, includes: readonly Inclusion[]): Layer {
  const held = own.held.slice();
  for (const { layer } of includes) addAll(held, layer.held);
  return { ...own, held, includes };
}

function findIncluded(includer: Parsed, name: string, at: Place, context: Context): Parsed | undefined {
  const { roleOf, open, reportOf } = context;
  const report = reportOf(includer);
  const { name: role, tenant } = includer.value as RoleDocument;
  const found = (tenant !== undefined && roleOf.get(roleKey(name, tenant))) || roleOf.get(roleKey(name));
  if (!found) {
    reportNotIncludable(role, tenant, name, at, roleOf, report);
    return undefined;
  }
  const from = open.indexOf(found);
  if (from === -1) return found;
  const circle = [...open.slice(from), found].map(({ value }) => `\`${(value as RoleDocument).name}\``);
  report('inclusion-cycle', spanOf(at), { cycle: circle.join(' → ') }, 'take one of these inclusions away');
  return undefined;
}

/** Reports a name under which a role cannot include another: unknown, or a role that only another tenant has. */
function reportNotIncludable(
  role: string,
  tenant: string | undefined,
  name: string,
  at: Place,
  roleOf: Context['roleOf'],
  report: Report,
): void {
  const roles = [...roleOf.values()].map(({ document, value }) => ({
    document,
    ...(value as RoleDocument),
  }));
  const elsewhere = roles.find((one) => one.name === name);
  if (elsewhere?.tenant !== undefined) {
    report(
      'role-not-includable',
      spanOf(at),
      { role, included: name, tenant: elsewhere.tenant, of: tenant ?? '' },
      tenant === undefined
        ? `declare \`${name}\` without \`tenant\`, so that every tenant has it`
        : `include a role that every tenant has, or one of \`${tenant}\``,
      { related: [{ at: spanOf(placeIn(elsewhere.document, ['name'])), note: 'it is declared here' }] },
    );
    return;
  }
  const possible = roles.filter((one) => one.tenant === undefined || one.tenant === tenant);
  report(
    'unknown-included-role',
    spanOf(at),
    { role, name },
    didYouMean(
      name,
      possible.map((one) => one.name).filter((one) => one !== role),
    ),
  );
}
