import { type Artifact, type Compiled, groupRowsByTenant } from '../model/artifact.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Row } from '../model/matrix.ts';
import { type Role, sharedOf } from '../model/policy.ts';
import { findOtherCells, findRowAtMost, rememberByEffect, rememberByEffects } from '../model/row-at-most.ts';
import type { Rule } from '../model/rule.ts';
import { encodeFileName } from '../text/file-name.ts';
import { groupBy } from '../text/group-by.ts';
import { type Json, writeBlock, writeSpacedJson } from '../text/json.ts';

/**
 * Emits `rules/`: the CASL raw rules, one rule on a line so that a review reads them. What a shared role has at most is
 * a file of that role; a tenant has the rules of its own roles and, of shared ones, all rules on those subjects where
 * they are otherwise. For one tenant alone no role is shared.
 */
export function* emitRules(compiled: Compiled): Iterable<Artifact> {
  const mostOf = findRulesAtMost(compiled);
  for (const [role, { written }] of mostOf) {
    const lines = [`"role": ${JSON.stringify(role.name)}`, ...roleLines(role, written, '  ')];
    yield {
      path: `rules/roles/${encodeFileName(role.name)}.json`,
      content: `${writeBlock('{}', lines, '')}\n`,
    };
  }
  yield* emitRulesOfTenants(compiled, mostOf);
}

/** Emits the files of `rules/` that are of one tenant each. */
export const emitTenantRules = (compiled: Compiled): Iterable<Artifact> =>
  emitRulesOfTenants(compiled, findRulesAtMost(compiled));

function findRulesAtMost({ matrix, rulesOf, tenant: only }: Compiled): ReadonlyMap<Role, RoleAtMost> {
  const mostOf = new Map<Role, RoleAtMost>();
  for (const role of only ? [] : matrix.policy.sharedRoles) {
    const row = findRowAtMost(matrix, role);
    const written = writeRules(rulesOf(row));
    mostOf.set(role, { row, written, textOf: textsBySubject(written) });
  }
  return mostOf;
}

function* emitRulesOfTenants(
  { matrix, rulesOf, kept }: Compiled,
  mostOf: ReadonlyMap<Role, RoleAtMost>,
): Iterable<Artifact> {
  const textOf = rememberByEffect((row, { role }) => {
    const most = mostOf.get(role);
    return most ? otherText(row, most, rulesOf) : '{}';
  });
  const linesOf = rememberByEffects(matrix, (rows) => {
    const own = rows.filter(({ role }) => !mostOf.has(sharedOf(role)));
    const shared = rows.flatMap((row) => {
      const most = mostOf.get(sharedOf(row.role));
      return most ? `${JSON.stringify(row.role.name)}: ${textOf(row, most.row)}` : [];
    });
    return writeRulesOfRoles(
      shared,
      own.map((row) => roleText(row.role, writeRules(rulesOf(row)))),
    );
  });
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    if (kept?.names.has(tenant.name)) continue;
    yield {
      path: `rules/tenants/${encodeFileName(tenant.name)}.json`,
      content: `{\n  "tenant": ${JSON.stringify(tenant.name)},\n${linesOf(tenant, rows)}`,
    };
  }
}

/** A rule as JSON on one line, and the subject that it is on. */
interface WrittenRule {
  readonly subject: string;
  readonly text: string;
}

/** A shared role where no tenant limits it, with its rules and the text of those on each subject. */
interface RoleAtMost {
  readonly row: Row;
  readonly written: readonly WrittenRule[];
  readonly textOf: ReadonlyMap<string, string>;
}

/** Writes what the rules of a tenant say behind its name. */
function writeRulesOfRoles(shared: readonly string[], own: readonly string[]): string {
  const lines = [
    ...(shared.length > 0 ? [`  "otherwise": ${writeBlock('{}', shared, '  ')}`] : []),
    `  "roles": ${writeBlock('{}', own, '  ')}\n}\n`,
  ];
  return lines.join(',\n');
}

/** Writes the subjects on which the rules of a row are not those of its role at most, each with all its rules there. */
function otherText(row: Row, { row: most, textOf }: RoleAtMost, rulesOf: Compiled['rulesOf']): string {
  const { catalog } = row.tenant;
  const touched = new Set(findOtherCells(row, most).flatMap((index) => catalog.cells[index]?.subject ?? []));
  if (touched.size === 0) return '{}';
  const subjects = withDependents(touched, catalog);
  const texts = textsBySubject(writeRules(rulesOf(row, subjects)));
  const lines = [...subjects]
    .sort()
    .filter((subject) => texts.get(subject) !== textOf.get(subject))
    .map((subject) => `${JSON.stringify(subject)}: [${texts.get(subject) ?? ''}]`);
  return writeBlock('{}', lines, '    ');
}

/**
 * Adds to some subjects those with a permission that requires one on them, since the records on which it works may
 * change too.
 */
function withDependents(subjects: ReadonlySet<string>, { inOrder }: Catalog): ReadonlySet<string> {
  const found = new Set(subjects);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { subject, requires } of inOrder)
      if (requires.some(({ oneOf }) => oneOf.some((needed) => found.has(needed.subject)))) found.add(subject);
  }
  return found;
}

const textsBySubject = (written: readonly WrittenRule[]): ReadonlyMap<string, string> =>
  new Map(
    [...groupBy(written, ({ subject }) => subject)].map(([subject, group]) => [
      subject,
      group.map(({ text }) => text).join(', '),
    ]),
  );

const roleText = (role: Role, written: readonly WrittenRule[]): string =>
  `${JSON.stringify(role.name)}: ${writeBlock('{}', roleLines(role, written, '      '), '    ')}`;

const roleLines = (role: Role, written: readonly WrittenRule[], indent: string): readonly string[] => [
  `"userType": ${JSON.stringify(role.userType.name)}`,
  `"seats": ${writeSpacedJson(role.seats.map((seat) => seat.name))}`,
  `"rules": ${writeBlock(
    '[]',
    written.map(({ text }) => text),
    indent,
  )}`,
];

const writeRules = (rules: readonly Rule[]): readonly WrittenRule[] =>
  rules.map(({ action, subject, fields, conditions }) => ({
    subject,
    text: writeSpacedJson({
      action,
      subject,
      ...(fields && { fields }),
      ...(conditions && { conditions: conditions as Json }),
    }),
  }));
