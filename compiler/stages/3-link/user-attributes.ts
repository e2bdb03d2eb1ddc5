import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { PropertyType } from '../../model/catalog.ts';
import type { Literal } from '../../model/condition.ts';
import { type Place, spanOf } from '../../model/document.ts';
import { fitsAttribute } from '../../model/fits-type.ts';
import type { User } from '../../model/policy.ts';
import { describeWritten, readTypedText, typeWords } from '../../model/typed-value.ts';
import { listFirstNames } from '../../text/list.ts';

/** The surroundings in which the attributes of a user are linked. */
export interface AttributeContext {
  /** The types of the Principal's attributes. */
  readonly attributes: ReadonlyMap<string, PropertyType>;
  /** The words for whoever has the attributes: “user `ada`”. */
  readonly called: string;
  readonly report: Report;
}

/**
 * Links the attributes of a user, and reports those that the Principal does not have and values of another type. In a table
 * every value is text, so there it is read as the type says. The attribute `id` is the user's id if it is not given and the id is known.
 */
export function linkUserAttributes(
  id: string | undefined,
  written: Readonly<Record<string, unknown>>,
  placeOf: (attribute: string, part?: 'key' | 'value') => Place,
  { attributes, called, report }: AttributeContext,
): User['attributes'] {
  const linked = new Map<string, Literal | readonly Literal[]>();
  const ownType = attributes.get('id');
  if (id !== undefined && (ownType === 'id' || ownType === 'string')) linked.set('id', id);
  for (const [name, raw] of Object.entries(written)) {
    const type = attributes.get(name);
    if (type === undefined) {
      const help = didYouMean(name, attributes.keys()) ?? listAttributes(attributes);
      report('unknown-attribute', spanOf(placeOf(name, 'key')), { name }, help);
      continue;
    }
    const at = placeOf(name);
    const value = isInTable(at) && typeof raw === 'string' ? readTypedText(raw, type) : raw;
    if (fitsAttribute(value, type)) linked.set(name, value);
    else
      report('wrong-type', spanOf(at), {
        what: `attribute \`${name}\` of ${called}`,
        expected: typeWords[type],
        found: describeWritten(value),
      });
  }
  return linked;
}

const listAttributes = (attributes: ReadonlyMap<string, PropertyType>): string =>
  attributes.size === 0
    ? 'declare it in the document of kind `Principal`'
    : `the Principal declares ${listFirstNames([...attributes.keys()], 8)}`;

/** Returns true if a place is in a table, where whatever is written is text. */
const isInTable = ({ document }: Place): boolean => document.tableOf !== undefined;
