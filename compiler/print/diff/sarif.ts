import type { Result } from 'sarif';
import type { Change, Difference } from '../../model/change.ts';
import { type Document, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { type Beside, placeOfChange, type Refusal } from '../../questions/diff/gates.ts';
import { isHighRisk, isWidening } from '../../questions/diff/verdict.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirstNames } from '../../text/list.ts';
import type { Span } from '../../text/source.ts';
import {
  escapeSarifText,
  hashIdentity,
  printSarifLog,
  type SarifRule,
  writeSarifLocation,
} from '../findings/sarif.ts';

/**
 * A difference as SARIF 2.1.0: a result for each gate that says no, for each change of high risk (a permission that
 * moves one way because of one line, in whatever roles and tenants), and for everything that only history shows.
 */
export function diffSarif(
  difference: Difference,
  { faults, handmade }: Beside,
  refused: readonly Refusal[],
  version: string,
): string {
  const results = [
    ...refused.map(gateResult),
    ...distinctChanges(difference).map(changeResult),
    ...difference.alterations
      .filter(({ effect }) => effect === 'loosens')
      .map(({ document: { kind, name, tenant }, field, at }) => ({
        result: {
          ruleId: 'statement-loosened',
          level: 'warning' as const,
          message: { text: escapeSarifText(`${kind} \`${name}\`: \`${field}\` guards less than it did`) },
          ...locationsOf(spanOf(at.place)),
        },
        identity: ['statement-loosened', kind, name, tenant ?? '', field],
      })),
  ].map(
    ({ result, identity }): Result => ({
      ...result,
      partialFingerprints: { 'plafond/v1': hashIdentity(identity) },
    }),
  );
  return printSarifLog([...handmade, ...faults], version, { rules, results });
}

const rules: readonly SarifRule[] = [
  rule('gate-refused', 'a gate that was asked for says no to the change', 'error', '8.0'),
  rule(
    'change-escalation',
    'a permission by which people can come by more is given or taken',
    'error',
    '9.0',
  ),
  rule('change-exfiltration', 'a permission to take data out is given or taken', 'warning', '8.0'),
  rule('change-destructive', 'a permission to destroy data is given or taken', 'warning', '7.0'),
  rule('statement-loosened', 'a statement that reviewers rely on guards less than it did', 'warning', '7.0'),
];

function rule(id: string, why: string, level: SarifRule['level'], severity: string): SarifRule {
  return { id, why, level, severity };
}

interface Identified {
  readonly result: Omit<Result, 'partialFingerprints'>;
  /** That which makes it the same when it is found again, on whatever line. */
  readonly identity: readonly string[];
}

const gateResult = ({ gate, reason, at }: Refusal): Identified => ({
  result: {
    ruleId: 'gate-refused',
    level: 'error',
    message: { text: escapeSarifText(reason) },
    ...locationsOf(at),
  },
  identity: ['gate-refused', gate],
});

/** Changes of high risk that are one: the same permission, moved one way, because of one line. */
function distinctChanges({ changes }: Difference): readonly (readonly [Change, ...Change[]])[] {
  const risky = changes.filter(({ risk }) => isHighRisk(risk));
  return [...groupBy(risky, (change) => JSON.stringify(identityOf(change))).values()];
}

function identityOf(change: Change): readonly string[] {
  const { kind, permission, risk } = change;
  const { document, path, part } = placeOfChange(change);
  return [`change-${risk}`, kind, permission, ...documentNames(document), JSON.stringify(path), part];
}

const names = new WeakMap<Document, readonly string[]>();

/** That which a document is known by, wherever it lies. */
function documentNames(document: Document): readonly string[] {
  const known = names.get(document);
  if (known) return known;
  const read = (field: string) => String(valueIn(placeIn(document, [field])) ?? '');
  const made = ['kind', 'name', 'tenant', 'invariant', 'role'].map(read);
  names.set(document, made);
  return made;
}

function changeResult(changes: readonly [Change, ...Change[]]): Identified {
  const [first] = changes;
  const { kind, permission, risk, woken } = first;
  const roles = listFirstNames([...new Set(changes.map(({ role }) => role))].sort());
  const tenants = listFirstNames([...new Set(changes.map(({ tenant }) => tenant))].sort());
  const how = woken ? ', which the role granted all along' : '';
  return {
    result: {
      ruleId: `change-${risk}`,
      level: isWidening(kind) ? (risk === 'escalation' ? 'error' : 'warning') : 'note',
      message: { text: escapeSarifText(`\`${permission}\` is ${kind} by ${roles} in ${tenants}${how}`) },
      ...locationsOf(spanOf(placeOfChange(first))),
    },
    identity: identityOf(first),
  };
}

const locationsOf = (at: Span | undefined) =>
  at ? { locations: [{ physicalLocation: writeSarifLocation(at) }] } : {};
