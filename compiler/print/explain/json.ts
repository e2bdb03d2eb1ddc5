import type { Explanation } from '../../questions/explain.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { printPlaceJson } from '../print-place.ts';

/** Prints an explanation for `explain --format json`: a contract. */
export function printExplainJson({
  tenant,
  role,
  user,
  trail,
  portfolio,
  unlock,
  notes,
  where,
}: Explanation): string {
  const shape = {
    version: 1,
    permission: trail.cell.permission,
    tenant: tenant.name,
    role: role?.name ?? null,
    ...(user && { user: user.id }),
    ...(user && !user.active && { active: false }),
    effective: trail.effective,
    decidedBy: trail.decidingLayer ?? null,
    trail: trail.verdicts.map(({ layer, holds, at, because }) => ({
      layer,
      holds,
      at: { ...printPlaceJson(at) },
      because,
    })),
    portfolio,
    ...(where.length > 0 && { where }),
    ...(notes.length > 0 && { notes }),
    unlock: unlock.map(({ layer, at, edit }) => ({ layer, at: { ...printPlaceJson(at) }, edit })),
  } satisfies Json;
  return `${makeVisibleJson(writeIndentedJson(shape, 2))}\n`;
}
