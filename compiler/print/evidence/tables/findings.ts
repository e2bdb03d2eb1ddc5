import { type Diagnostic, sortDiagnostics } from '../../../diagnostics/diagnostic.ts';
import { makeOnce } from '../../../text/make-once.ts';
import { findPosition } from '../../../text/source.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';

/** Makes the table of what `plafond check` finds, in its order. */
export const makeFindingsTable = (diagnostics: readonly Diagnostic[]): EvidenceTable =>
  makeTable<Diagnostic>({
    name: 'Findings',
    file: 'findings.csv',
    about: 'something that `plafond check` reports of the policies, whatever the tenant',
    columns,
    facts: makeOnce(() => sortDiagnostics(diagnostics)),
  });

const columns: TableColumns<Diagnostic> = [
  {
    name: 'severity',
    title: 'Severity',
    about: 'error, warning or info',
    width: 10,
    of: ({ severity }) => severity,
  },
  {
    name: 'code',
    title: 'Code',
    about: 'the permanent name of what is found',
    width: 26,
    of: ({ code }) => code,
  },
  {
    name: 'message',
    title: 'Message',
    about: 'what is wrong',
    width: 70,
    of: ({ message }) => message,
  },
  {
    name: 'at',
    title: 'At',
    about: 'the line of the policies',
    width: 36,
    of: ({ at }) => `${at.source.path}:${findPosition(at.source, at.start).line}`,
  },
  { name: 'why', title: 'Why', about: 'why it is reported', width: 44, of: ({ why }) => why },
  { name: 'help', title: 'What to do', about: 'what to do', width: 44, of: ({ help = '' }) => help },
];
