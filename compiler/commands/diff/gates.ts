import { sizeOf } from '../../model/bits.ts';
import type { Difference } from '../../model/change.ts';
import { cellsMatching } from '../../model/pattern.ts';
import type { Report } from '../../print/diff/report.ts';
import { isGraveGain, isGraveGift, isWidening } from '../../print/diff/sentences.ts';
import { count, countWith } from '../../text/count.ts';
import { Misuse } from '../command.ts';

/** What a difference must not be, as told on the command line. */
export interface Gates {
  readonly failOn: 'wider' | 'escalation' | 'any' | undefined;
  readonly deny: readonly string[];
  readonly maxLost: string | undefined;
}

/** Why the gates say no, a sentence each; none where they let it pass. Errors of history are no pass either. */
export function refusals(gates: Gates, difference: Difference, report: Report): readonly string[] {
  return [
    ...ofErrors(report),
    ...ofFailOn(gates.failOn, report),
    ...gates.deny.flatMap((pattern) => ofDeny(pattern, difference)),
    ...ofMaxLost(gates.maxLost, difference),
  ];
}

function ofErrors({ faults }: Report): readonly string[] {
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  return errors > 0 ? [`${count(errors, 'error')} that only history shows`] : [];
}

function ofFailOn(
  failOn: Gates['failOn'],
  { groups, faults, reassigned, counts }: Report,
): readonly string[] {
  const isEscalation = faults.length > 0 || groups.some(isGraveGain) || reassigned.some(isGraveGift);
  const wider = counts.gained + counts.widened + counts.shifted;
  switch (failOn) {
    case 'escalation':
      return isEscalation ? ['`--fail-on escalation`: this is an escalation'] : [];
    case 'wider':
      return isEscalation || groups.some(({ kind }) => isWidening(kind))
        ? [
            `\`--fail-on wider\`: ${countWith(wider, 'permission', 'is', 'are')} gained or reaching other records`,
          ]
        : [];
    case 'any':
      return groups.length + faults.length + reassigned.length > 0
        ? ['`--fail-on any`: something changes in effect']
        : [];
    case undefined:
      return [];
  }
}

function ofDeny(pattern: string, { base, head, changes }: Difference): readonly string[] {
  const found = [head, base].map(({ policy }) => cellsMatching(policy.catalog, pattern));
  const [inHead] = found;
  if (inHead && 'reason' in inHead && found.every((one) => 'reason' in one)) {
    const { reason, suggestion } = inHead;
    throw new Misuse(
      `no permission \`${pattern}\`: ${reason}${suggestion ? `; did you mean \`${suggestion}\`?` : ''}`,
    );
  }
  const denied = new Set(
    found.flatMap((one) => ('reason' in one ? [] : one.map(({ permission }) => permission))),
  );
  const gained = changes.filter(({ kind, permission }) => kind === 'gained' && denied.has(permission));
  const [first] = gained;
  if (!first) return [];
  const more = gained.length > 1 ? ` and ${gained.length - 1} more` : '';
  return [
    `\`--deny ${pattern}\`: role \`${first.role}\` of tenant \`${first.tenant}\` gains \`${first.permission}\`${more}`,
  ];
}

function ofMaxLost(written: string | undefined, { base, changes }: Difference): readonly string[] {
  if (written === undefined) return [];
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(written) ?? [];
  if (number === undefined)
    throw new Misuse(`\`--max-lost\` cannot be \`${written}\`; it is a share such as \`25%\``);
  const held = base.rows.reduce((sum, { effective }) => sum + sizeOf(effective), 0);
  const lost = changes.filter(({ kind }) => kind === 'lost').length;
  const share = held === 0 ? 0 : (100 * lost) / held;
  if (share <= Number(number)) return [];
  return [
    `\`--max-lost ${written}\`: ${lost} of ${countWith(held, 'permission', 'is', 'are')} lost, ${share.toFixed(1)}%`,
  ];
}
