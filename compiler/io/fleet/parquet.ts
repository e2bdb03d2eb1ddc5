import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { FleetRow, FleetTable, FleetType } from '../../questions/fleet/tables.ts';
import type { StartRowFile } from './sink.ts';

/** The number of rows at which a group is written; the rows of one tenant stay together, however many they are. */
const rowsPerGroup = 65_536;

const parquetTypes = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
} as const satisfies Readonly<Record<FleetType, object>>;

/** Starts a Parquet file: Snappy, with the least and the greatest value of each column in each group of rows. */
export const startParquet: StartRowFile = (table, write) => {
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({ writer: bytes, schema: describeColumns(table), createdBy: 'plafond' });
  let waiting: FleetRow[] = [];
  const send = () => {
    write(bytes.getBytes());
    // The place in the file stays; that in the buffer begins again.
    bytes.index = 0;
  };
  const writeGroup = () => {
    const rows = waiting;
    waiting = [];
    const columnData = table.columns.map(({ name }, at) => ({
      name,
      data: rows.map((row) => row[at] ?? null),
    }));
    parquet.write({ columnData, rowGroupSize: rows.length });
    send();
  };
  return {
    append(rows) {
      for (const row of rows) waiting.push(row);
      if (waiting.length >= rowsPerGroup) writeGroup();
    },
    end() {
      if (waiting.length > 0) writeGroup();
      parquet.finish();
      send();
    },
  };
};

const describeColumns = ({ columns }: FleetTable) => [
  { name: 'root', num_children: columns.length },
  ...columns.map(({ name, type, nullable }) => ({
    name,
    ...parquetTypes[type],
    repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
  })),
];
