import type { Result } from 'sarif';
import type { Change, ChangedDocument, Difference, Edit } from '../../model/change.ts';
import { type Document, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { type GateRefusal, locateChange, type OtherFindings } from '../../questions/diff/check-gates.ts';
import { isHighRisk, isWidening } from '../../questions/diff/judge-difference.ts';
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
import { describeDocument, vendorWords } from './describe-report.ts';

/**
 * Prints a difference as SARIF 2.1.0: a result for each gate that refuses, for each change of high risk, for each
 * document that is the vendor's, for each loosened statement and for each fault that only a comparison shows. Changes of a permission that one line moves one
 * way are one result, in whatever roles and tenants.
 */
export function printDiffSarif(
  difference: Difference,
  { faults, handmade }: OtherFindings,
  refused: readonly GateRefusal[],
  version: string,
): string {
  const results = [
    ...refused.map(makeGateResult),
    ...groupSameChanges(difference).map(makeChangeResult),
    ...difference.edits.filter(({ vendor }) => vendor).map(makeVendorResult),
    ...difference.alterations
      .filter(({ effect }) => effect === 'loosens')
      .map(({ document, field, at }) => ({
        result: {
          ruleId: 'statement-loosened',
          level: 'warning' as const,
          message: {
            text: escapeSarifText(`${nameDocument(document)}: \`${field}\` guards less than it did`),
          },
          ...writeLocations(spanOf(at.place)),
        },
        identity: ['statement-loosened', document.kind, document.name, document.tenant ?? '', field],
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
  makeRule('gate-refused', 'a gate that was asked for says no to the change', 'error', '8.0'),
  makeRule(
    'change-escalation',
    'a permission by which people can come by more is given or taken',
    'error',
    '9.0',
  ),
  makeRule('change-exfiltration', 'a permission to take data out is given or taken', 'warning', '8.0'),
  makeRule('change-destructive', 'a permission to destroy data is given or taken', 'warning', '7.0'),
  makeRule(
    'statement-loosened',
    'a statement that reviewers rely on guards less than it did',
    'warning',
    '7.0',
  ),
  makeRule('vendor-document', 'a document that is the vendor’s to decide is changed', 'warning', '5.0'),
];

function makeRule(id: string, why: string, level: SarifRule['level'], severity: string): SarifRule {
  return { id, why, level, severity };
}

interface Identified {
  readonly result: Omit<Result, 'partialFingerprints'>;
  /** The parts by which the result is recognized when it is found again, on whatever line. */
  readonly identity: readonly string[];
}

const makeGateResult = ({ gate, reason, at }: GateRefusal): Identified => ({
  result: {
    ruleId: 'gate-refused',
    level: 'error',
    message: { text: escapeSarifText(reason) },
    ...writeLocations(at),
  },
  identity: ['gate-refused', gate],
});

const nameDocument = (document: ChangedDocument): string =>
  describeDocument(document, (name) => `\`${name}\``);

const makeVendorResult = ({ document, at }: Edit): Identified => ({
  result: {
    ruleId: 'vendor-document',
    level: 'warning',
    message: {
      text: escapeSarifText(`${nameDocument(document)} is changed, which is ${vendorWords}: ask the vendor`),
    },
    ...writeLocations(spanOf(at.place)),
  },
  identity: ['vendor-document', document.kind, document.name, document.tenant ?? ''],
});

/** Groups changes of high risk: changes of one permission in one way because of one line are one group. */
function groupSameChanges({ changes }: Difference): readonly (readonly [Change, ...Change[]])[] {
  const risky = changes.filter(({ risk }) => isHighRisk(risk));
  return [...groupBy(risky, (change) => JSON.stringify(identifyChange(change))).values()];
}

function identifyChange(change: Change): readonly string[] {
  const { kind, permission, risk } = change;
  const { document, path, part } = locateChange(change);
  return [`change-${risk}`, kind, permission, ...identifyDocument(document), JSON.stringify(path), part];
}

const names = new WeakMap<Document, readonly string[]>();

/** Returns the texts by which a document is known, wherever it lies. */
function identifyDocument(document: Document): readonly string[] {
  const known = names.get(document);
  if (known) return known;
  const read = (field: string) => String(valueIn(placeIn(document, [field])) ?? '');
  const made = ['kind', 'name', 'tenant', 'invariant', 'role'].map(read);
  names.set(document, made);
  return made;
}

function makeChangeResult(changes: readonly [Change, ...Change[]]): Identified {
  const [first] = changes;
  const { kind, permission, risk, woken, vendor } = first;
  const roles = listFirstNames([...new Set(changes.map(({ role }) => role))].sort());
  const tenants = listFirstNames([...new Set(changes.map(({ tenant }) => tenant))].sort());
  const how = `${woken ? ', which the role granted all along' : ''}${vendor ? `; ${vendorWords}` : ''}`;
  return {
    result: {
      ruleId: `change-${risk}`,
      level: isWidening(kind) ? (risk === 'escalation' ? 'error' : 'warning') : 'note',
      message: { text: escapeSarifText(`\`${permission}\` is ${kind} by ${roles} in ${tenants}${how}`) },
      ...writeLocations(spanOf(locateChange(first))),
    },
    identity: identifyChange(first),
  };
}

const writeLocations = (at: Span | undefined) =>
  at ? { locations: [{ physicalLocation: writeSarifLocation(at) }] } : {};
