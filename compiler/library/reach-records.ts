import type { Compiled } from '../model/artifact.ts';
import { joinUserRoles } from '../model/row-union.ts';
import { findAskedCell } from '../questions/reach/find-asked-cell.ts';
import { findHolder, setAttributes } from '../questions/reach/find-holder.ts';
import { judgeRecords, listDecidingColumns } from '../questions/reach/judge-records.ts';
import { findRecordFormat, readRecordFile } from '../questions/reach/read-record-file.ts';
import { type ReachReport, reportReach } from '../questions/reach/report-reach.ts';
import { emitBundle } from '../targets/bundle.ts';
import type { ReachQuestion } from './answers.ts';
import { type AskReach, prepareReachAsker } from './ask-reach.ts';

const askers = new WeakMap<Compiled, AskReach>();

/** Asks the run time which of some records somebody reaches. */
export function reachRecords(compiled: Compiled, question: ReachQuestion): ReachReport {
  const { matrix } = compiled;
  const { tenant, role, user, action = 'view', model, records: text, attributes = {} } = question;
  const as = user === undefined ? 'role' : 'user';
  const named = findHolder(matrix, user ?? role ?? '', { tenant, as });
  const written = Object.entries(attributes).map(([name, value]) => `${name}=${value}`);
  const holder = setAttributes(named, matrix.policy, written);
  const cell = findAskedCell(holder.tenant, { action, model });
  const union = joinUserRoles(matrix, holder.tenant, holder);
  const format = findRecordFormat('', text);
  const shown = { path: 'records', text, format };
  const { records } = readRecordFile(
    shown,
    cell.model,
    holder.tenant.catalog,
    listDecidingColumns(union, cell),
  );
  const ask = askers.get(compiled) ?? prepareReachAsker(readBundleOf(compiled));
  askers.set(compiled, ask);
  return reportReach(holder, cell, judgeRecords(union, cell, records, ask(holder, cell)));
}

/** Returns the bundle that services would load. */
function readBundleOf(compiled: Compiled): unknown {
  const [bundle] = emitBundle(compiled);
  return JSON.parse(bundle?.content ?? '');
}
