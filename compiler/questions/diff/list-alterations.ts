import type { Alteration, ChangedDocument, Edit, Effect, Reassignment } from '../../model/change.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { judgeStatement } from './judge-statement.ts';
import { type ChangedStatement, listChangedStatements } from './list-changed-statements.ts';
import type { View } from './open-view.ts';

/**
 * Lists the changed statements that no change of a permission shows: a flag, a limit, a reason, a name, a ceiling that
 * nobody fills yet. Each has its effect on how much the policy guards.
 */
export function listAlterations(
  edits: readonly Edit[],
  reassigned: readonly Reassignment[],
  base: View,
  head: View,
): readonly Alteration[] {
  const moved = new Set(reassigned.map(({ tenant, user }) => JSON.stringify([tenant, user])));
  return edits.flatMap((edit) => {
    const { document } = edit;
    const isWhole = !document.base || !document.head;
    if (isWhole && !isNameless(document)) return listWholeDocument(edit, base, moved);
    return listChangedStatements(document).flatMap((statement): readonly Alteration[] => {
      if (document.kind === 'Users' && isReassigned(document, statement, moved)) return [];
      const effect = judgeStatement(statement, { edit, document, views: { base, head } });
      return isCoveredByChanges(edit, statement, effect) ? [] : [makeAlteration(edit, statement, effect)];
    });
  });
}

function makeAlteration(
  { document, vendor }: Edit,
  { path, base, head, at }: ChangedStatement,
  effect: Effect,
): Alteration {
  const [from, to] = [writeStatementValue(base), writeStatementValue(head)];
  return {
    document,
    vendor,
    field: path.join('.'),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    effect,
    at,
  };
}

/** Writes a value as YAML on one line; undefined if there is no value, or too much of it to be read. */
function writeStatementValue(value: unknown): string | undefined {
  const text = value === undefined ? '' : writeFlowYaml(value);
  return text === '' || text.length > mostShown ? undefined : text;
}

/** The number of characters that a value takes on its line at most. */
const mostShown = 160;

/** Lists a document that is new or gone as one alteration, unless changes of permissions or of users' roles show it. */
function listWholeDocument(edit: Edit, base: View, moved: ReadonlySet<string>): readonly Alteration[] {
  const { document, vendor, at, fields } = edit;
  const isShown =
    fields.size > 0 || (document.kind === 'Users' && [...moved].some((key) => isOfTenant(key, document)));
  if (isShown) return [];
  return [{ document, vendor, field: 'name', effect: judgeWholeDocument(document, base), at }];
}

const isOfTenant = (key: string, { tenant }: ChangedDocument): boolean =>
  key.startsWith(`[${JSON.stringify(tenant ?? '')},`);

/** Returns true for a kind without names: such a document that is new or gone is compared statement by statement. */
const isNameless = ({ kind }: ChangedDocument): boolean => kind === 'Settings' || kind === 'Principal';

function judgeWholeDocument({ kind, head }: ChangedDocument, { matrix }: View): Effect {
  if (kind === 'Invariant' || kind === 'Test') return head ? 'tightens' : 'loosens';
  if (kind !== 'Waiver') return 'neutral';
  if (!head) return 'tightens';
  // A waiver that came with its invariant weakens nothing that there was.
  return matrix.policy.invariants.some(({ name }) => name === head.value.invariant) ? 'loosens' : 'neutral';
}

/** Returns true if a statement is about who holds which roles, and the reassignments show it. */
function isReassigned(
  { tenant }: ChangedDocument,
  { path }: ChangedStatement,
  moved: ReadonlySet<string>,
): boolean {
  const [list, user, field] = path;
  const isRoles = field === undefined || field === 'roles' || field === 'active' || field === 'id';
  return list === 'users' && isRoles && moved.has(JSON.stringify([tenant ?? '', user ?? '']));
}

/** The fields whose changes are shown permission by permission. */
const effective = new Set([
  'grants',
  'includes',
  'customRoles',
  'allows',
  'adds',
  'ceiling',
  'portfolio',
  'reach',
  'packages',
  'package',
]);

function isCoveredByChanges({ fields }: Edit, { path }: ChangedStatement, effect: Effect): boolean {
  const [field = ''] = path;
  return fields.has(field) && effective.has(field) && effect !== 'loosens';
}
