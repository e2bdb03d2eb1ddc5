import type { Explanation } from '../../questions/explain.ts';
import { indented, type Json } from '../../text/json.ts';
import { visibleJson } from '../../text/visible.ts';
import { placeJson } from '../place.ts';

/** An explanation as `explain --format json` prints it: a contract. */
export function explainJson({ tenant, role, user, trail, portfolio, unlock }: Explanation): string {
  const shape = {
    version: 1,
    permission: trail.cell.permission,
    tenant: tenant.name,
    role: role?.name ?? null,
    ...(user && { user: user.id }),
    effective: trail.effective,
    decidedBy: trail.decidedBy ?? null,
    trail: trail.verdicts.map(({ layer, holds, at, because }) => ({
      layer,
      holds,
      at: { ...placeJson(at) },
      because,
    })),
    portfolio,
    unlock: unlock.map(({ layer, at, edit }) => ({ layer, at: { ...placeJson(at) }, edit })),
  } satisfies Json;
  return `${visibleJson(indented(shape, 2))}\n`;
}
