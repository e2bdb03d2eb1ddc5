import type { ReachAnswer } from '../../compiler/library/answers.ts';
import { type DataColumn, DataTable } from '../parts/DataTable.tsx';

type Line = ReachAnswer['records'][number];

const columns: readonly DataColumn<Line>[] = [
  {
    id: 'record',
    title: 'Record',
    sortBy: ({ record }) => record,
    show: ({ record }) => <code>{record}</code>,
  },
  {
    id: 'reached',
    title: 'Reached',
    sortBy: ({ reached }) => (reached ? 0 : 1),
    show: ({ reached }) => (
      <span className={reached ? 'verdict good' : 'verdict bad'}>{reached ? '✓ yes' : '✗ no'}</span>
    ),
  },
  {
    id: 'by',
    title: 'By',
    show: ({ by }) =>
      by.map(({ role, portfolio }) => [role, portfolio].filter(Boolean).join(' › ')).join('; '),
  },
  {
    id: 'because',
    title: 'Because',
    show: ({ by, because }) => by.map((way) => way.because).join('; or ') || because,
  },
];

/** The records that were asked about, each with the condition that it meets or does not. */
export const ReachTable = ({ answer }: { readonly answer: ReachAnswer }) => (
  <section aria-label="Reached records">
    <div role="status">
      <h2>
        {answer.reached} of {answer.total} reached
      </h2>
    </div>
    <DataTable
      label="Records"
      columns={columns}
      rows={answer.records}
      keyOf={({ line, record }) => `${line} ${record}`}
    />
  </section>
);
