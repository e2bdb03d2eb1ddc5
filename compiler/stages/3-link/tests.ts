import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { PropertyType } from '../../model/catalog.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { TestDocument } from '../../model/documents.generated.ts';
import { explainNotAssignable } from '../../model/explain-not-assignable.ts';
import { findPermission } from '../../model/permission.ts';
import type { Role, Tenant } from '../../model/policy.ts';
import type {
  Expectation,
  ExpectedAnswer,
  PolicyTest,
  TestAsker,
  TestRecord,
} from '../../model/policy-test.ts';
import type { Caps } from './caps.ts';
import { indexByName } from './index-by-name.ts';
import type { RoleContext } from './roles.ts';
import { linkTestRecords } from './test-records.ts';
import { linkUserAttributes } from './user-attributes.ts';
import { reportUnknownRole } from './users.ts';

/** The policy that tests are held against: it has no error of its own. */
export interface TestContext extends Pick<RoleContext, 'abstract' | 'report'> {
  readonly tenants: readonly Tenant[];
  readonly sharedRoles: readonly Role[];
  readonly caps: Caps;
  /** The types of the Principal's attributes. */
  readonly attributes: ReadonlyMap<string, PropertyType>;
}

/** Links tests, sorted by name; what they name and does not exist, and values that do not fit, are reported. */
export function linkTests(documents: readonly Parsed[], context: TestContext): readonly PolicyTest[] {
  const declared = documents.flatMap((parsed) => {
    if (parsed.kind !== 'Test') return [];
    const written = parsed.value as TestDocument;
    return [{ name: written.name, at: placeIn(parsed.document, ['name']), written }];
  });
  const tests = indexByName(declared, () => 'test', context.report);
  return [...tests.values()].flatMap(({ at, written }) => linkTest(at, written, context) ?? []);
}

function linkTest(at: Place, written: TestDocument, context: TestContext): PolicyTest | undefined {
  const { tenants, report } = context;
  const { name } = written;
  const tenant = tenants.find((one) => one.name === written.tenant);
  if (!tenant) {
    const help = didYouMean(
      written.tenant,
      tenants.map((one) => one.name),
    );
    report('unknown-tenant', spanOf(placeIn(at.document, ['tenant'])), { name: written.tenant }, help);
    return undefined;
  }
  const as = linkAsker(at, written, tenant, context);
  const records = linkTestRecords(at, written, tenant.catalog, report);
  const expectations = linkExpectations(at, written, tenant, records, report);
  return as && { name, at, tenant: tenant.name, as, expectations };
}

function linkAsker(
  { document }: Place,
  { name, as }: TestDocument,
  tenant: Tenant,
  context: TestContext,
): TestAsker | undefined {
  const { report } = context;
  const at = placeIn(document, ['as'], 'key');
  if (as.user !== undefined) {
    for (const field of ['userType', 'seats', 'attributes'] as const)
      if (as[field] !== undefined)
        report(
          'conflicting-fields',
          spanOf(placeIn(document, ['as', field], 'key')),
          { field, other: 'user', of: `\`as\` of test \`${name}\`` },
          'what a declared user holds is what their list says; to ask as somebody else, write `roles` in place of `user`',
        );
    return linkDeclaredUser(as.user, at, tenant, report);
  }
  if (as.userType === undefined) {
    const facts = { field: 'userType', of: `\`as\` of test \`${name}\`` };
    report('missing-field', spanOf(at), facts, 'for example `userType: Core`');
    return undefined;
  }
  return linkAnybody(name, { ...as, userType: as.userType }, at, tenant, context);
}

function linkDeclaredUser(id: string, at: Place, tenant: Tenant, report: Report): TestAsker | undefined {
  const users = tenant.users ?? [];
  const user = users.find((one) => one.id === id);
  if (user)
    return {
      at,
      user: id,
      roles: user.roles.map((role) => role.name),
      userType: user.userType.name,
      seats: user.seats.map((seat) => seat.name),
      attributes: user.attributes,
    };
  const help = didYouMean(
    id,
    users.map((one) => one.id),
  );
  const where = `tenant \`${tenant.name}\``;
  report('unknown-user', spanOf(placeIn(at.document, ['as', 'user'])), { name: id, where }, help);
  return undefined;
}

function linkAnybody(
  test: string,
  as: TestDocument['as'] & { readonly userType: string },
  at: Place,
  tenant: Tenant,
  context: TestContext,
): TestAsker | undefined {
  const { caps, attributes, report } = context;
  const inside = (...path: (string | number)[]) => placeIn(at.document, ['as', ...path]);
  const called = `whoever asks in test \`${test}\``;
  const userType = caps.userType(as.userType, inside('userType'));
  const seats = caps.seatsOf(as.seats ?? [], inside('seats'), userType);
  const shared = new Map(context.sharedRoles.map((role) => [role.name, role]));
  const roles = (as.roles ?? []).flatMap((name, index) => {
    const role = tenant.roles.find((offered) => offered.name === name);
    if (!role) reportUnknownRole(called, name, inside('roles', index), tenant, shared, context);
    return role ? [{ role, at: inside('roles', index) }] : [];
  });
  const known = linkUserAttributes(
    undefined,
    as.attributes ?? {},
    (attribute, part = 'value') => placeIn(at.document, ['as', 'attributes', attribute], part),
    { attributes, called, report },
  );
  if (!userType || seats.length < (as.seats ?? []).length) return undefined;
  for (const { role, at: place } of roles) {
    const reason = explainNotAssignable({ userType, seats }, role);
    if (reason === undefined) continue;
    report(
      'role-not-assignable',
      spanOf(place),
      { who: called, role: role.name, reason },
      'change `userType` or `seats`, or ask with another role',
      { related: [{ at: spanOf(role.at), note: `role \`${role.name}\` is declared here` }] },
    );
  }
  const names = [...new Set(roles.map(({ role }) => role.name))];
  return {
    at,
    roles: names,
    userType: userType.name,
    seats: seats.map(({ name }) => name),
    attributes: known,
  };
}

function linkExpectations(
  { document }: Place,
  { name, expect, records: written = {} }: TestDocument,
  { catalog }: Tenant,
  records: ReadonlyMap<string, TestRecord>,
  report: Report,
): readonly Expectation[] {
  return Object.entries(expect).flatMap(([permission, answers]): readonly Expectation[] => {
    const at = placeIn(document, ['expect', permission], 'key');
    const cell = findPermission(catalog, permission);
    if ('reason' in cell) {
      const help = cell.suggestion && `did you mean \`${cell.suggestion}\`?`;
      report('unknown-permission', spanOf(at), { permission, reason: cell.reason }, help);
      return [];
    }
    if (typeof answers === 'string') return [{ at, cell, expected: answers }];
    if (!cell.model) {
      report('wrong-type', spanOf(placeIn(document, ['expect', permission])), {
        what: `\`${permission}\` in test \`${name}\``,
        expected: '`allow` or `deny`',
        found: 'a map: it is about no record',
      });
      return [];
    }
    return Object.entries(answers).flatMap(([key, expected]: [string, ExpectedAnswer]) => {
      const place = placeIn(document, ['expect', permission, key], 'key');
      const record = records.get(key);
      if (!record) {
        const known = Object.keys(written);
        // The model of a record that is there and was not linked is reported already.
        if (!known.includes(key))
          report('unknown-record', spanOf(place), { name: key, test: name }, didYouMean(key, known));
        return [];
      }
      if (record.model === cell.subject) return [{ at: place, cell, record, expected }];
      const facts = {
        what: `\`${key}\` under \`${permission}\``,
        expected: `a record of \`${cell.subject}\``,
        found: `a record of \`${record.model}\``,
      };
      report('wrong-type', spanOf(place), facts);
      return [];
    });
  });
}
