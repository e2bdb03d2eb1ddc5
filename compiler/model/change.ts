import type { Cell, Risk } from './catalog.ts';
import type { Document, Place } from './document.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { LayerName, Matrix, Row } from './matrix.ts';
import type { Pair, Side } from './pair.ts';

/** What can happen to one permission of a role in a tenant; the last three to one held before and after. */
export const changeKinds = ['gained', 'lost', 'widened', 'narrowed', 'shifted'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** A place in a document of one of the two sides. */
export interface SidePlace {
  readonly side: Side;
  readonly place: Place;
}

/** What caused a change: one of the layers, the catalog itself or a portfolio. */
export type CauseLayer = LayerName | 'catalog' | 'portfolio';

/** The one line, in a document that really changed, without which there would be no change. */
export interface Cause {
  /** The first layer that refused on the side on which the permission is not held. */
  readonly layer: CauseLayer;
  readonly at: SidePlace;
  /** Where the same document says otherwise on the other side; absent where it is not there. */
  readonly other?: SidePlace;
  /** The prerequisites through which it works, the nearest first; empty unless the layer is `requires`. */
  readonly through: readonly string[];
}

/** One cell that the two sides decide differently. */
export interface Change {
  readonly kind: ChangeKind;
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
  readonly cell: Cell;
  /** The row that holds it: of the head, except for what is lost. */
  readonly row: Row;
  /** For what is held before and after: the row of the base. */
  readonly before?: Row;
  /** The worse of the two sides' classes, so that a change cannot hide what it does by lowering one. */
  readonly risk: Risk;
  /** Gained although the role granted it all along: something else stopped standing in the way. */
  readonly woken: boolean;
  /** Lost although the role goes on granting it: something else now stands in the way. */
  readonly asleep: boolean;
  readonly because: Cause;
  /** Active users who hold the role there; nothing where the tenant declares none: unknown is not none. */
  readonly users: number | null;
}

/** Whether a change lets people do more, less, some of both or neither. */
export type Direction = 'wider' | 'narrower' | 'both' | 'none';

/** What a difference does to who may do what, in one word: label, exit status and headline follow from it. */
export const verdicts = ['escalation', 'wider', 'narrower', 'mixed', 'no-effect'] as const;
export type Verdict = (typeof verdicts)[number];

/** A thing that only one side declares. */
export interface Presence {
  readonly kind:
    | 'tenant'
    | 'role'
    | 'user type'
    | 'seat'
    | 'model'
    | 'property'
    | 'module'
    | 'feature'
    | 'capability';
  readonly name: string;
  /** The tenant whose own role it is. */
  readonly tenant?: string;
  readonly at: SidePlace;
}

/** One side of a document: where it is and what it says. */
export interface DocumentVersion {
  readonly document: Document;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A document that the two sides do not have alike, by kind, name and tenant. */
export interface ChangedDocument extends Partial<Pair<DocumentVersion>> {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly tenant?: string;
}

/** How many cells moved in each way. */
export type MovedCounts = Readonly<Record<ChangeKind, number>>;

/** A changed document with what it did. */
export interface Edit {
  readonly document: ChangedDocument;
  /** Where to look: in the head, unless the document is gone. */
  readonly at: SidePlace;
  readonly moved: MovedCounts;
  /** The fields that moved something; `name` stands for the whole document. */
  readonly fields: ReadonlySet<string>;
  readonly idle: readonly IdleEdit[];
}

/** What a statement that changed does to the guard that a policy is: unknown is never taken for safe. */
export type Effect = 'loosens' | 'tightens' | 'neutral';

/** A statement of a document that is another one now, whether or not it moved a permission. */
export interface Alteration {
  readonly document: ChangedDocument;
  /** The path of the statement, as `properties.arr.sensitive`; a user is named by their id. */
  readonly field: string;
  /** What it said and what it says, as YAML on one line; absent where it says nothing, or too much for a line. */
  readonly from?: string;
  readonly to?: string;
  readonly effect: Effect;
  /** Where to look: in the head, unless the document is gone. */
  readonly at: SidePlace;
}

/** An edit, or a part of one, that changed nothing in effect. */
export interface IdleEdit {
  readonly at: SidePlace;
  /** The field that is about no permission; `name` where it is the whole document. */
  readonly field?: string;
  /** What it set out to allow or refuse; empty where it is about no permission. */
  readonly permissions: readonly string[];
  readonly verdict: 'allows' | 'refuses' | 'says';
  /** Why nothing came of it: a sentence without its full stop, with names in backticks. */
  readonly because: string;
  /** What stands in the way. */
  readonly by?: SidePlace;
}

/** A user who holds other roles than before. */
export interface Reassignment {
  readonly tenant: string;
  readonly user: string;
  readonly given: readonly string[];
  readonly taken: readonly string[];
  readonly at: SidePlace;
}

/** What changes in effect between two policies. */
export interface Difference extends Pair<Matrix> {
  readonly direction: Direction;
  /** Sorted by tenant, role, permission and kind. */
  readonly changes: readonly Change[];
  readonly added: readonly Presence[];
  readonly removed: readonly Presence[];
  /** Every changed document, sorted by kind, name and tenant. */
  readonly edits: readonly Edit[];
  /** Every changed statement that no change of a permission tells, in the order of the edits. */
  readonly alterations: readonly Alteration[];
  readonly reassigned: readonly Reassignment[];
}
