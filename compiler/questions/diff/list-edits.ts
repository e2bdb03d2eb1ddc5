import type {
  Change,
  ChangedDocument,
  Edit,
  IdleEdit,
  MovedCounts,
  Reassignment,
  SidePlace,
} from '../../model/change.ts';
import { type Document, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Pair } from '../../model/pair.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import type { CompareTenants, TenantComparison } from './compare-tenants.ts';
import { explainNoEffect, explainSameName } from './explain-no-effect.ts';
import { findGovernedRows } from './find-governed-rows.ts';
import { findIdleCells, readStatedCells } from './find-idle-cells.ts';
import { listChangedStatements } from './list-changed-statements.ts';
import type { View } from './open-view.ts';

/** The facts beside both sides that edits are listed with. */
interface EditFacts {
  readonly comparisonOf: CompareTenants;
  readonly reassigned: readonly Reassignment[];
  /** The kinds of documents that are the vendor's to decide. */
  readonly vendorKinds: ReadonlySet<DocumentKind>;
}

/** Lists every changed document with the changes that it caused and its parts that caused none. */
export function listEdits(
  documents: readonly ChangedDocument[],
  changes: readonly Change[],
  { base, head }: Pair<View>,
  { comparisonOf, reassigned, vendorKinds }: EditFacts,
): readonly Edit[] {
  const effects = countEffects(changes);
  const tenants = new Set(reassigned.map(({ tenant }) => tenant));
  return documents.map((document): Edit => {
    const own = [document.base, document.head].flatMap((version) => effects.get(version?.document) ?? []);
    const fields = new Set(own.flatMap((effect) => [...effect.fields]));
    return {
      document,
      vendor: vendorKinds.has(document.kind),
      at: locateEdit(
        document,
        own.flatMap(({ places }) => [...places]),
      ),
      moved: addUp(own.map(({ moved }) => moved)),
      fields,
      // Reassignments show who holds which roles.
      idle: isUsersOf(document, tenants)
        ? []
        : listIdleParts(document, fields, base, head, comparisonOf(findTenantOf(document)).joint),
    };
  });
}

const isUsersOf = ({ kind, tenant }: ChangedDocument, tenants: ReadonlySet<string>): boolean =>
  kind === 'Users' && tenants.has(tenant ?? '');

/** Returns the tenant whose own a document is; undefined for one of every tenant. */
const findTenantOf = ({ kind, name, tenant }: ChangedDocument): string | undefined =>
  kind === 'Tenant' ? name : tenant;

interface EditEffect {
  readonly moved: Record<keyof MovedCounts, number>;
  /** The fields of the document that moved something; `name` stands for all of it. */
  readonly fields: Set<string>;
  /** The places in the document that moved something. */
  readonly places: Set<Place>;
}

const makeEmptyMoves = (): EditEffect['moved'] => ({
  gained: 0,
  lost: 0,
  widened: 0,
  narrowed: 0,
  shifted: 0,
});

function countEffects(changes: readonly Change[]): ReadonlyMap<Document | undefined, EditEffect> {
  const effects = new Map<Document | undefined, EditEffect>();
  for (const { kind, because } of changes) {
    const { layer, at, other, through } = because;
    const { document, path } = at.place;
    const known = effects.get(document) ?? { moved: makeEmptyMoves(), fields: new Set(), places: new Set() };
    effects.set(document, known);
    known.moved[kind]++;
    const shown = at.side === 'head' ? at : other;
    if (shown?.side === 'head' && shown.place.path.length > 1) known.places.add(shown.place);
    known.fields.add(String(path[0] ?? 'name'));
    // A requirement that is gone is written nowhere: its place is the model's name.
    if (layer === 'requires' && through.length === 0) known.fields.add('requires');
  }
  return effects;
}

function addUp(some: readonly MovedCounts[]): MovedCounts {
  const total = makeEmptyMoves();
  for (const moved of some)
    for (const kind of Object.keys(total) as (keyof MovedCounts)[]) total[kind] += moved[kind];
  return total;
}

/** Lists the fields of a document that differ and changed nothing, each with the reason. */
function listIdleParts(
  document: ChangedDocument,
  moving: ReadonlySet<string>,
  base: View,
  head: View,
  joint: TenantComparison['joint'],
): readonly IdleEdit[] {
  if (!document.base || !document.head) {
    const because = moving.size === 0 ? explainSameName(document, base, head) : undefined;
    if (because) return [{ ...describeField(document, 'name'), because }];
    const isConcrete = document.kind === 'Role' && (document.head ?? document.base)?.value.abstract !== true;
    const ofCells = isConcrete ? findIdleCells(document, base, head, joint) : [];
    if (moving.size > 0 || ofCells.length > 0) return ofCells;
    return [{ ...describeField(document, 'name'), because: explainNoEffect(document, 'name', base, head) }];
  }
  const fields = listChangedFields(document);
  return fields.flatMap((field): readonly IdleEdit[] => {
    // The grants of a role and its inclusions are explained as one.
    if (field === 'includes' && fields.includes('grants')) return [];
    if (layerFields.has(field)) {
      const ofCells = findIdleCells(document, base, head, joint);
      if (ofCells.length > 0 || moving.has(field)) return ofCells;
      const because =
        field === 'customRoles'
          ? explainNoEffect(document, field, base, head)
          : explainIdleLayer(document, base, head, joint);
      return [{ ...describeField(document, field), because }];
    }
    if (moving.has(field)) return [];
    return [{ ...describeField(document, field), because: explainNoEffect(document, field, base, head) }];
  });
}

function explainIdleLayer(
  document: ChangedDocument,
  base: View,
  head: View,
  joint: TenantComparison['joint'],
): string {
  const [was, is] = [findGovernedRows(document, base).layer, findGovernedRows(document, head).layer];
  const [before, after] = [
    joint.fromBase(readStatedCells(was, is)),
    joint.fromHead(readStatedCells(is, was)),
  ];
  return before.every((word, at) => word === after[at])
    ? 'it says the same in other words'
    : 'another line had to change as well, and what both let through is counted there';
}

/** The fields that draw a layer: what they say is shown permission by permission. */
const layerFields = new Set(['grants', 'includes', 'allows', 'adds', 'ceiling', 'customRoles']);

function listChangedFields({ base, head }: ChangedDocument): readonly string[] {
  const fields = new Set([...Object.keys(base?.value ?? {}), ...Object.keys(head?.value ?? {})]);
  const textOf = (value: unknown) => (value === undefined ? '' : writeCanonicalJson(value as Json));
  return [...fields].filter((field) => textOf(base?.value[field]) !== textOf(head?.value[field])).sort();
}

const describeField = (document: ChangedDocument, field: string) =>
  ({ at: locateField(document, field), field, permissions: [], verdict: 'says' }) as const;

/**
 * Locates a changed document at the first of its lines that moved something, or that says something else than before; at its name
 * if it is new or gone.
 */
function locateEdit(document: ChangedDocument, moving: readonly Place[]): SidePlace {
  const name = locateField(document, 'name');
  if (!document.base || !document.head) return name;
  const said = listChangedStatements(document).flatMap(({ at }) => (at.side === 'head' ? [at.place] : []));
  const own = moving.filter((place) => place.document === document.head?.document);
  const places = own.length > 0 ? own : said;
  const [first] = [...new Set(places)].sort((a, b) => spanOf(a).start - spanOf(b).start);
  return first ? { side: 'head', place: first } : name;
}

/** Locates a field in the head, or in the base if it is only there. */
function locateField({ base, head }: ChangedDocument, field: string): SidePlace {
  const isInHead =
    head !== undefined && (field in head.value || base === undefined || !(field in base.value));
  const version = isInHead ? head : (base ?? head);
  const document = version?.document ?? { source: { path: '', text: '' }, index: 0 };
  const known = version !== undefined && field in version.value ? field : 'kind';
  return {
    side: isInHead ? 'head' : 'base',
    place: placeIn(document, [known], known === 'name' ? 'value' : 'key'),
  };
}
