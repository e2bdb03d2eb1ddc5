import type { Place } from '../../model/document.ts';
import type { Span } from '../../text/source.ts';

/** The places where the product and the policies do not say the same. */
export interface Drift {
  /** The tenant; absent for the roles of every tenant. */
  readonly tenant?: string;
  /** Sorted by role. */
  readonly roles: readonly RoleDrift[];
  /** Sorted by user. */
  readonly users: readonly UserDrift[];
  /** The people whose permissions in effect are others, from all their roles together; sorted by user. */
  readonly people: readonly PersonDrift[];
  /** The switches of the tenant. */
  readonly ceiling: readonly CeilingDrift[];
  /** The limits, packages and plan of the tenant. */
  readonly tenantFields: readonly FieldDrift[];
  /** The shared roles that the export does not have and nobody holds. */
  readonly notExported: readonly string[];
  /** The models whose properties no switch of the export speaks of: their rights are not compared. */
  readonly notCompared: readonly string[];
}

/** The sides on which something is. */
export type DriftSide = 'product' | 'files' | 'both';

/** A value on either side, in words; absent where it is not said. */
export interface FieldDrift {
  readonly field: string;
  readonly product?: string;
  readonly files?: string;
}

/** A role that is not the same on both sides. */
export interface RoleDrift {
  readonly role: string;
  readonly in: DriftSide;
  /** Where the export speaks of it. */
  readonly exportedAt?: Span;
  /** Where the policies declare it. */
  readonly declaredAt?: Place;
  readonly fields: readonly FieldDrift[];
  /** Sorted by permission. */
  readonly cells: readonly CellDrift[];
  /** The ids of those who hold the role on either side, sorted; absent if nobody is known. */
  readonly users?: readonly string[];
}

/** A permission of a role that is not the same on both sides. */
export interface CellDrift {
  readonly permission: string;
  /** The answers of the switches. */
  readonly asked: DriftSides;
  /** The answers in effect, after caps, ceilings and prerequisites. */
  readonly effect: DriftSides;
}

/** One answer for each side. */
export interface DriftSides {
  readonly product: boolean;
  readonly files: boolean;
}

/** A user who is not the same on both sides. */
export interface UserDrift {
  readonly user: string;
  readonly in: DriftSide;
  readonly exportedAt?: Span;
  readonly declaredAt?: Place;
  readonly fields: readonly FieldDrift[];
}

/** A person who may do other things in the product than the policies say. */
export interface PersonDrift {
  readonly user: string;
  /** The permissions that only the product gives. */
  readonly onlyProduct: readonly string[];
  /** The permissions that only the policies give. */
  readonly onlyFiles: readonly string[];
}

/** A switch of the tenant that is not the same on both sides. */
export interface CeilingDrift extends DriftSides {
  readonly permission: string;
}

/** Returns true if nothing differs. */
export const isWithoutDrift = ({ roles, users, people, ceiling, tenantFields }: Drift): boolean =>
  [roles, users, people, ceiling, tenantFields].every((some) => some.length === 0);

/** The cells of a role by how they drift: in effect, or only in what the switches ask for. */
export interface SortedCells {
  /** The permissions that take effect in the product alone, and in the policies alone. */
  readonly effectOfProduct: readonly string[];
  readonly effectOfFiles: readonly string[];
  /** Those that one side alone asks for, and that take effect on both or on neither. */
  readonly askedByProduct: readonly string[];
  readonly askedByFiles: readonly string[];
}

/** Sorts cells by how they drift. Each is listed once: if its effect differs, by that. */
export function sortCells(cells: readonly CellDrift[]): SortedCells {
  const select = (wanted: (cell: CellDrift) => boolean) =>
    cells.filter(wanted).map(({ permission }) => permission);
  const isSame = ({ effect }: CellDrift) => effect.product === effect.files;
  return {
    effectOfProduct: select((cell) => !isSame(cell) && cell.effect.product),
    effectOfFiles: select((cell) => !isSame(cell) && cell.effect.files),
    askedByProduct: select((cell) => isSame(cell) && cell.asked.product),
    askedByFiles: select((cell) => isSame(cell) && cell.asked.files),
  };
}
