import type { DocumentHead } from '../../model/document-head.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';

/** The most documents that the line names. */
const mostNamed = 6;

/** Prints in one line which documents an answer was found without; for a list, that it tells of nothing else. */
export const printLeftOut = (leftOut: readonly DocumentHead[], isCut: boolean): string =>
  isCut
    ? `this list tells only of what is whole; left out: ${nameLeftOut(leftOut)}\n`
    : `the answer does not depend on what is broken; left out: ${nameLeftOut(leftOut)}\n`;

/** The kinds that decide nothing. Beside others they are not named. */
const idleKinds: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'Invariant',
  'Waiver',
  'Test',
  'Mapping',
  'Runbook',
]);

/** Names the first documents of those that are left out. */
export function nameLeftOut(leftOut: readonly DocumentHead[]): string {
  const deciding = leftOut.filter(({ kind }) => !idleKinds.has(kind));
  const names = [...new Set((deciding.length > 0 ? deciding : leftOut).map(describeHead))].sort();
  return makeVisible(listFirst(names, mostNamed));
}

function describeHead({ kind, name, tenant }: DocumentHead): string {
  const of = tenant === undefined ? '' : ` of tenant \`${tenant}\``;
  if (name === undefined) return `${kind}${of}`;
  return `${kind === 'Users' ? 'user' : kind} \`${name}\`${of}`;
}
