import type { Result } from 'sarif';
import {
  type Alteration,
  type Change,
  type ChangedDocument,
  changeKinds,
  type Difference,
  type Edit,
  type InvariantChange,
} from '../../model/change.ts';
import { type Document, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { type GateRefusal, locateChange, type OtherFindings } from '../../questions/diff/check-gates.ts';
import { groupPeople, type PeopleGroup } from '../../questions/diff/group-people.ts';
import { groupReassignments, type RoleReassignment } from '../../questions/diff/group-reassignments.ts';
import { isWiderFor } from '../../questions/diff/judge-difference.ts';
import {
  judgeAlteration,
  judgeInvariantChange,
  judgeNetEffect,
  judgeReassignment,
  judgeSingleChange,
} from '../../questions/diff/judge-gravity.ts';
import type { FollowedName } from '../../questions/renames/follow-renames.ts';
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
import { describeInvariantChange } from './describe-guards.ts';
import { describeRename, describeSuggestedRename, printNamesJson } from './describe-names.ts';
import { describeDocument, vendorWords } from './describe-report.ts';
import { describeNetEffect } from './print-people.ts';

/**
 * Prints a difference as SARIF 2.1.0: a result for each gate that refuses, each change, each effect on people, each role that is given or
 * taken, each document that is the vendor's, each changed statement and each fault that only a comparison shows. Changes of a
 * permission that one line moves one way are one result, in whatever roles and tenants.
 */
export function printDiffSarif(
  difference: Difference,
  { faults, handmade, guards, renamed }: OtherFindings,
  refused: readonly GateRefusal[],
  version: string,
): string {
  const results: readonly Identified[] = [
    ...refused.map(makeGateResult),
    ...guards.invariants.map(makeInvariantResult),
    ...groupSameChanges(difference).map(makeChangeResult),
    ...groupPeople(difference.people).map(makePeopleResult),
    ...groupReassignments(difference).map(makeReassignmentResult),
    ...difference.edits.filter(({ vendor }) => vendor).map(makeVendorResult),
    ...difference.alterations.map(makeStatementResult),
    ...renamed.followed.map((name) => makeNameResult(name, 'renamed')),
    ...renamed.suggested.map((name) => makeNameResult(name, 'looks-renamed')),
  ];
  return printSarifLog([...handmade, ...faults], version, { rules, results: addFingerprints(results) });
}

/** Gives each result the fingerprint of its identity, in which equal ones are numbered. */
function addFingerprints(all: readonly Identified[]): readonly Result[] {
  const seen = new Map<string, number>();
  return all.map(({ result, identity }): Result => {
    const hash = hashIdentity(identity);
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    return { ...result, partialFingerprints: { 'plafond/v1': times > 1 ? `${hash}:${times}` : hash } };
  });
}

const highRisks: readonly SarifRule[] = [
  makeRule('gate-refused', 'a gate that was asked for says no to the change', 'error', '8.0'),
  makeRule(
    'change-escalation',
    'a permission by which people can come by more is given or taken',
    'error',
    '9.0',
  ),
  makeRule('change-exfiltration', 'a permission to take data out is given or taken', 'warning', '8.0'),
  makeRule('change-destructive', 'a permission to destroy data is given or taken', 'warning', '7.0'),
];

const rules: readonly SarifRule[] = [
  ...highRisks,
  makeRule(
    'guard-broken',
    'an invariant is broken that was kept, or mended that was broken',
    'warning',
    '8.0',
  ),
  makeRule('change-write', 'a permission to write data is given or taken', 'note', '4.0'),
  makeRule('change-read', 'a permission to see data is given or taken', 'note', '3.0'),
  makeRule('people-gain', 'people gain permissions, or reach other records with them', 'warning', '6.0'),
  makeRule('people-lose', 'people lose permissions, or reach fewer records with them', 'note', '2.0'),
  makeRule('role-given', 'people are given a role', 'warning', '5.0'),
  makeRule('role-taken', 'a role is taken from people', 'note', '2.0'),
  makeRule('statement-changed', 'a statement is another one now and moves no permission', 'note', '1.0'),
  makeRule(
    'statement-loosened',
    'a statement that reviewers rely on guards less than it did',
    'warning',
    '7.0',
  ),
  makeRule('renamed', 'something has another name now, and is compared with itself', 'note', '0.0'),
  makeRule(
    'looks-renamed',
    'something is new and equal in effect to what is gone, and nothing says that it was renamed',
    'note',
    '0.0',
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

const makeInvariantResult = (change: InvariantChange): Identified => ({
  result: {
    ruleId: 'guard-broken',
    level: judgeInvariantChange(change),
    message: { text: escapeSarifText(describeInvariantChange(change)) },
    ...writeLocations(spanOf(change.at.place)),
  },
  identity: ['guard-broken', change.invariant, change.change],
});

const makeStatementResult = ({ document, field, effect, at }: Alteration): Identified => {
  const ruleId = effect === 'loosens' ? 'statement-loosened' : 'statement-changed';
  const says = effect === 'loosens' ? 'guards less than it did' : 'is another one now';
  return {
    result: {
      ruleId,
      level: judgeAlteration({ effect }),
      message: { text: escapeSarifText(`${nameDocument(document)}: \`${field}\` ${says}`) },
      ...writeLocations(spanOf(at.place)),
    },
    identity: [ruleId, document.kind, document.name, document.tenant ?? '', field],
  };
};

function makeNameResult(name: FollowedName, ruleId: 'renamed' | 'looks-renamed'): Identified {
  const { kind, from, to, model = '', tenant = '', at } = name;
  const { renames, suggestedRenames } = printNamesJson({ followed: [name], suggested: [name] });
  const quote = (text: string) => `\`${text}\``;
  const words =
    ruleId === 'renamed'
      ? renames.map((one) => describeRename(one, quote))
      : suggestedRenames.map((one) =>
          describeSuggestedRename(one, quote, ({ path, line }) => `${path}:${line}`),
        );
  return {
    result: {
      ruleId,
      level: 'note',
      message: { text: escapeSarifText(words.join()) },
      ...writeLocations(spanOf(at)),
    },
    identity: [ruleId, kind, model, tenant, from, to],
  };
}

/** Makes the result of users on whom the net effect is the same, at the line of the first. */
function makePeopleResult({ effect, people }: PeopleGroup): Identified {
  const ruleId = isWiderFor(effect) ? 'people-gain' : 'people-lose';
  const users = people.map(({ tenant, user }) => `${user} of ${tenant}`);
  const words = `${listFirstNames(users)}: ${describeNetEffect(effect, 6, listFirstNames)}`;
  return {
    result: {
      ruleId,
      level: judgeNetEffect(effect),
      message: { text: escapeSarifText(words) },
      ...writeLocations(spanOf(people[0].at.place)),
    },
    identity: [ruleId, ...changeKinds.map((kind) => effect[kind].join()), ...users.toSorted()],
  };
}

function makeReassignmentResult(gift: RoleReassignment): Identified {
  const { change, tenant, role, users, vendor, at } = gift;
  const isGiven = change === 'given';
  const words = `role \`${role}\` of \`${tenant}\` is ${isGiven ? 'given to' : 'taken from'} ${listFirstNames(users)}`;
  return {
    result: {
      ruleId: `role-${change}`,
      level: judgeReassignment(gift),
      message: { text: escapeSarifText(`${words}${vendor ? `; ${vendorWords}` : ''}`) },
      ...writeLocations(spanOf(at.place)),
    },
    identity: [`role-${change}`, tenant, role, ...users.toSorted()],
  };
}

/** Groups changes: those of one permission in one way because of one line are one group. */
const groupSameChanges = ({ changes }: Difference): readonly (readonly [Change, ...Change[]])[] => [
  ...groupBy(changes, (change) => JSON.stringify(identifyChange(change))).values(),
];

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
      level: judgeSingleChange(first),
      message: { text: escapeSarifText(`\`${permission}\` is ${kind} by ${roles} in ${tenants}${how}`) },
      ...writeLocations(spanOf(locateChange(first))),
    },
    identity: identifyChange(first),
  };
}

const writeLocations = (at: Span | undefined) =>
  at ? { locations: [{ physicalLocation: writeSarifLocation(at) }] } : {};
