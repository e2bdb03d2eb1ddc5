import type { FleetRow, FleetTable } from '../../questions/fleet/tables.ts';

/** The formats in which a fleet is written: Parquet and CSV as folders of files, the others as one file. */
export type FleetFormat = 'parquet' | 'csv' | 'duckdb' | 'sqlite';

/** A function that takes bytes or text, to be written behind those before. */
export type WritePiece = (piece: Uint8Array | string) => void;

/** A file that takes the rows of a table. */
export interface RowFile {
  /** Takes rows that belong together, as those of one tenant: they are written together. */
  append(rows: readonly FleetRow[]): void;
  /** Writes what is left. */
  end(): void;
}

/** Starts a file of rows of a table. */
export type StartRowFile = (table: FleetTable, write: WritePiece) => RowFile;
