import type { DocumentHead } from '../../model/document-head.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';

/** The most documents that the line names. */
const mostNamed = 6;

/** Prints in one line which documents an answer was found without. */
export const printLeftOut = (leftOut: readonly DocumentHead[]): string =>
  `the answer does not depend on what is broken; left out: ${nameLeftOut(leftOut)}\n`;

/** Names the first documents of those that are left out. */
export function nameLeftOut(leftOut: readonly DocumentHead[]): string {
  const names = [...new Set(leftOut.map(describeHead))].sort();
  return makeVisible(listFirst(names, mostNamed));
}

function describeHead({ kind, name, tenant }: DocumentHead): string {
  const of = tenant === undefined ? '' : ` of tenant \`${tenant}\``;
  return name === undefined ? `${kind}${of}` : `${kind} \`${name}\`${of}`;
}
