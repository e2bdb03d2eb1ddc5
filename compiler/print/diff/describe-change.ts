import { type BuiltInAction, type Catalog, type Cell, listRemarks, type Risk } from '../../model/catalog.ts';
import type { Change } from '../../model/change.ts';
import type { ReachAlternative } from '../../model/condition.ts';
import { describeCondition } from '../../model/describe-condition.ts';
import { describeReach } from '../../model/describe-reach.ts';
import { placeIn, valueIn } from '../../model/document.ts';
import type { Row } from '../../model/matrix.ts';
import { isBuiltInAction } from '../../model/permission.ts';
import type { RecordReach } from '../../model/record-reach.ts';
import { isGraveRisk } from '../../questions/diff/group-changes.ts';
import type { AbilityJson, RecordsJson } from '../../questions/diff/report.ts';
import { findReach } from '../../questions/find-reach.ts';
import { listFirstNames } from '../../text/list.ts';

/**
 * Returns what a permission lets people do, in words, with what `catalog` notes on it. `risk` is the class of the
 * permission and `most` that of its group, which need not be repeated. `titles` are the names that a tenant has for
 * models, if the change is about one tenant alone.
 */
export function describeAbility(
  cell: Cell,
  catalog: Catalog,
  risk: Risk,
  most: Risk,
  titles: ReadonlyMap<string, string> = new Map(),
): AbilityJson {
  const { permission, kind, action, subject, property, model } = cell;
  const title = titles.get(subject) ?? model?.title ?? subject;
  const what =
    kind === 'property' ? `${property} of ${title}` : kind === 'action' ? title : `${kind} ${subject}`;
  const notes = listRemarks(catalog, cell);
  return {
    permission,
    verb:
      isBuiltInAction(action) || action === 'use'
        ? verbs[action]
        : (catalog.ownActions.get(action)?.title ?? action),
    what,
    ...(risk !== most && { risk }),
    ...(isGraveRisk(risk) && { grave: true }),
    ...(model?.propertyOf.get(property ?? '')?.sensitive && { sensitive: true }),
    ...(notes.length > 0 && { notes }),
  };
}

const verbs: Readonly<Record<BuiltInAction | 'use', string>> = {
  create: 'create',
  view: 'see',
  update: 'change',
  remove: 'remove',
  export: 'export',
  use: 'use',
};

/** Describes which records a row reaches with some permissions; undefined where they are about none. */
export function describeRecords(cells: readonly Cell[], row: Row): RecordsJson | undefined {
  const limits = cells.map((cell) => findReach(row, cell));
  const limited = limits.filter((limit) => limit.kind === 'reach');
  const [reach] = limited;
  const isOpen = limits.some(({ kind }) => kind === 'not-limited' || kind === 'everything');
  const isNew = limits.some(({ kind }) => kind === 'new-record');
  if (!reach) return isOpen ? { words: 'every record' } : isNew ? { words: 'new records' } : undefined;
  const labels = [...new Set(limited.flatMap(({ items }) => items.map(({ label }) => label)))];
  const which = labels.every((label) => label === 'filter')
    ? 'the role’s own filter'
    : `portfolio ${listFirstNames(labels, 6)}`;
  const words = `records in ${which}`;
  const conditions = new Set(limited.map((limit) => describeShort(limit.reach)));
  const [condition] = conditions;
  return {
    words: isOpen ? `${words} where portfolios limit, every record elsewhere` : words,
    ...(conditions.size === 1 && condition !== undefined && { condition }),
  };
}

/** Describes a reach without the path that leads to it, which differs from model to model. */
function describeShort(reach: Exclude<RecordReach, 'all'>): string {
  if (reach.kind === 'linked' && reach.alternatives.length > 0)
    return describeCondition(joinAlternatives(reach.alternatives), '');
  return describeReach(reach);
}

/** Joins alternatives that compare several properties with one thing: `owner or coOwner is the user's id`. */
function joinAlternatives(alternatives: readonly ReachAlternative[]): readonly ReachAlternative[] {
  const found = new Map<string, ReachAlternative>();
  for (const alternative of alternatives) {
    const [one] = alternative;
    const isSingle = one !== undefined && alternative.length === 1 && one.operator !== '$exists';
    const key = isSingle ? `${one.operator} ${JSON.stringify(one.operand)}` : `${found.size}`;
    const known = isSingle ? found.get(key)?.[0] : undefined;
    found.set(
      key,
      one && known ? [{ ...one, property: `${known.property} or ${one.property}` }] : alternative,
    );
  }
  return [...found.values()];
}

/**
 * Describes what the line that causes a change does. If `isShared`, other tenants or roles have such a line of their
 * own.
 */
export function describeReason(change: Change, isShared: boolean): string {
  const { kind, because } = change;
  const { layer, at, through } = because;
  const isOff = kind === 'lost' || kind === 'narrowed';
  const now = isOff ? 'no longer' : 'now';
  const name = readCauseName(change);
  const root = through.at(-1);
  if (root !== undefined)
    return `it hangs on \`${root}\`, which this line ${isOff ? 'takes away' : 'lets through'}`;
  const of = (what: string, each: string) => (isShared ? each : `${what} \`${name}\``);
  // A requirement that is gone is written nowhere: its place is the model's name.
  const field = layer === 'requires' ? 'requires' : `${at.place.path[0]}`;
  switch (field) {
    case 'grants':
      return `${of('role', 'each role')} ${isOff ? 'no longer grants it' : 'grants it now'}`;
    case 'includes':
      return `${of('role', 'each role')} ${isOff ? 'no longer includes' : 'includes'} a role that grants it`;
    case 'allows':
      return `user type \`${name}\` ${now} holds it`;
    case 'adds':
      return `seat \`${name}\` ${now} adds it`;
    case 'ceiling':
      return `the ceiling of ${of('tenant', 'each tenant')} ${isOff ? 'no longer lets it through' : 'lets it through now'}`;
    case 'customRoles':
      return `the settings ${isOff ? 'no longer let' : 'let'} tenants’ own roles hold it`;
    case 'packages':
      return `${of('tenant', 'each tenant')} ${isOff ? 'no longer has' : 'has bought'} the package`;
    case 'package':
      return `${layer === 'tenant' ? '' : 'seat '}\`${name}\` ${isOff ? 'needs a package now' : 'no longer needs that package'}`;
    case 'userType':
      return `${of('role', 'each role')} has another user type`;
    case 'seats':
      return `${of('role', 'each role')} has other seats`;
    case 'portfolio':
      return layer === 'role'
        ? `${of('role', 'each role')} has another portfolio`
        : `\`${name}\` is limited by portfolio in another way`;
    case 'reach':
      return `portfolio \`${name}\` selects other records`;
    case 'requires':
      return isOff ? `\`${name}\` requires more now` : `\`${name}\` no longer requires what was missing`;
    case 'properties':
    case 'attributes':
      if (change.before === undefined) return isOff ? goneFromCatalog : newInCatalog;
      if (at.place.path.length > 2) return `\`${at.place.path[1]}\` is of another type`;
      if (findLoneProperty(change))
        return `what holds \`${findLoneProperty(change)}\` alone ${now} counts as a record`;
      return `\`${name}\` ${isOff ? 'has properties now, and its other columns are closed' : 'has no property any more, so that every column is open'}`;
    case 'name':
      return `${of(layer === 'tenant' ? 'tenant' : layer === 'role' ? 'role' : 'the catalog’s', layer === 'tenant' ? 'each tenant' : 'each')} is ${isOff ? 'gone' : 'new'}`;
    default:
      return isOff ? goneFromCatalog : newInCatalog;
  }
}

/** Returns the property that came or went and caused a change of reach; undefined if the cause is another one. */
const findLoneProperty = ({ because: { at, other } }: Change) => at.place.path[1] ?? other?.place.path[1];

const goneFromCatalog = 'the catalog no longer has it';
const newInCatalog = 'the catalog has it now';

/** Returns the name of the document that causes a change. */
function readCauseName({ because }: Change): string {
  const { document } = because.at.place;
  const name = valueIn(placeIn(document, ['name'])) ?? valueIn(placeIn(document, ['model']));
  return typeof name === 'string' ? name : '';
}
