import type { Change, Difference, Edit, IdleEdit } from '../../model/change.ts';
import type { Document } from '../../model/document.ts';
import { countExtents } from '../../questions/diff/count-extents.ts';
import {
  type CeilingRefusal,
  prepareCeilingRefusals,
} from '../../questions/diff/prepare-ceiling-refusals.ts';
import type { EditJson, ExtentJson, IdleJson } from '../../questions/diff/report.ts';
import { printSidePlaceJson } from './print-cause.ts';

/** Prints every changed document with the changes that it caused and the tenants that refused them. */
export function printEditsJson(difference: Difference): readonly EditJson[] {
  const byDocument = new Map<Document, Change[]>();
  for (const change of difference.changes) {
    const { document } = change.because.at.place;
    const known = byDocument.get(document);
    if (known) known.push(change);
    else byDocument.set(document, [change]);
  }
  const refusedOf = prepareCeilingRefusals(difference);
  return difference.edits.map((edit) => {
    const { base, head } = edit.document;
    const own = [base, head].flatMap((version) => (version && byDocument.get(version.document)) ?? []);
    return printEditJson(edit, countExtents(own), refusedOf(edit.document));
  });
}

function printEditJson(
  edit: Edit,
  extents: readonly ExtentJson[],
  some: readonly CeilingRefusal[],
): EditJson {
  const { document, vendor, at, moved, idle, together } = edit;
  const { kind, name, tenant, base, head } = document;
  const refused = some.map(({ by, ...more }) => ({ ...more, by: printSidePlaceJson(by) }));
  return {
    kind,
    name,
    ...(tenant !== undefined && { tenant }),
    change: base && head ? 'changed' : head ? 'added' : 'removed',
    ...(vendor && { vendor }),
    at: printSidePlaceJson(at),
    moved,
    idle: idle.map(printIdleJson),
    ...(together && { together }),
    ...(extents.length > 0 && { extents }),
    ...(refused.length > 0 && { refused }),
  };
}

const printIdleJson = ({ at, field, permissions, verdict, because, by }: IdleEdit): IdleJson => ({
  at: printSidePlaceJson(at),
  ...(field !== undefined && { field }),
  permissions,
  verdict,
  because,
  ...(by && { by: printSidePlaceJson(by) }),
});
