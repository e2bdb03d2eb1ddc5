import { isAlias, isMap, type Pair, parseAllDocuments, parseDocument, visit } from 'yaml';
import { impossible } from '../../diagnostics/impossible.ts';
import type { Role } from '../../model/policy.ts';
import { applyEdits, findLineEnd, findLineStart, type TextEdit } from '../../text/apply-edits.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { endOf, pairEnd, pairOf, replaced, startOf, without } from './nodes.ts';
import { type MayName, prune } from './prune.ts';

/** What a clone has of its own. */
export interface CloneOf {
  readonly name: string;
  readonly tenant: string | undefined;
  /** Two roles with one title are taken for one another: without, there is none. */
  readonly title: string | undefined;
  readonly userType: string;
  readonly seats: readonly string[];
  /** Whether the clone may name a permission. */
  readonly mayName: MayName;
  /** The lines of YAML that its grants are, in place of those of the role without what it may not name. */
  readonly grants?: readonly string[] | undefined;
}

/**
 * The text of a role document as that of its clone: comments and layout stay, and what the clone may not name
 * goes. Without the line that names the schema, which depends on where the clone is written.
 */
export function clone(role: Role, wanted: CloneOf): string {
  const text = withoutAliases(documentText(role));
  const root = parseDocument(text, options).contents;
  const grants = pairOf(root, 'grants');
  if (!isMap(root) || !grants) return impossible(`role ${role.name} has no grants`);
  const { name, tenant, title, userType, seats } = wanted;
  const fields: readonly (readonly [string, string | undefined, string])[] = [
    ['name', writeFlowYaml(name), 'kind'],
    ['tenant', tenant && writeFlowYaml(tenant), 'name'],
    ['title', title === undefined ? undefined : writeFlowYaml(title), 'name'],
    ['userType', writeFlowYaml(userType), 'name'],
    ['seats', seats.length === 0 ? undefined : writeFlowYaml(seats), 'userType'],
    ['clonedFrom', writeFlowYaml(role.name), 'portfolio'],
  ];
  const edits = fields.flatMap(([key, value, after]) => field(text, root, key, value, after));
  return applyEdits(text, [...edits, ...grantEdits(text, root.flow === true, grants, wanted)]);
}

/** Takes out of the grants what may not be named, or puts others in their place. */
function grantEdits(
  text: string,
  isFlow: boolean,
  grants: Pair,
  { grants: lines, mayName }: CloneOf,
): readonly TextEdit[] {
  if (lines === undefined) return prune(text, grants, mayName);
  if (isFlow) {
    const spelled = parseDocument(lines.join('\n'), options).toJS() as { readonly grants: unknown };
    return [trimmed(text, replaced(grants, writeFlowYaml(spelled.grants)))];
  }
  const start = startOf(grants.key);
  const indent = ' '.repeat(start - findLineStart(text, start));
  return [trimmed(text, { start, end: pairEnd(grants), text: lines.join(`\n${indent}`) })];
}

const options = { version: '1.2', schema: 'core' } as const;

/** Sets a field, adds it after another, or takes it out. */
function field(
  text: string,
  root: { readonly items: readonly Pair[]; readonly flow?: boolean | undefined },
  key: string,
  value: string | undefined,
  after: string,
): readonly TextEdit[] {
  if (!isMap(root)) return [];
  const pair = pairOf(root, key);
  if (pair && value !== undefined) return [trimmed(text, replaced(pair, value))];
  if (pair && (root.flow || key !== 'title'))
    return without(text, root, (index) => root.items[index] === pair);
  if (pair) return [lineOf(text, pair)];
  const neighbour = pairOf(root, after);
  if (value === undefined || !neighbour) return [];
  const end = pairEnd(neighbour);
  if (root.flow) return [{ start: end, end, text: `, ${key}: ${value}` }];
  const line = findLineEnd(text, end);
  const start = startOf(neighbour.key);
  const indent = ' '.repeat(start - findLineStart(text, start));
  return [{ start: line, end: line, text: `\n${indent}${key}: ${value}` }];
}

/** The lines of a pair, without the comment above them: it may be about all that follows. */
function lineOf(text: string, pair: Pair): TextEdit {
  const start = startOf(pair.key);
  const { end } = trimmed(text, { start, end: pairEnd(pair), text: '' });
  return {
    start: findLineStart(text, start),
    end: Math.min(findLineEnd(text, end) + 1, text.length),
    text: '',
  };
}

/** A value of several lines ends after its last line break, which stays. */
const trimmed = (text: string, { start, end, text: by }: TextEdit): TextEdit => ({
  start,
  end: start + text.slice(start, end).trimEnd().length,
  text: by,
});

/** The text of one document of a file, with the comments above it and without the `---` that starts it. */
function documentText({ at }: Role): string {
  const { source, index } = at.document;
  const parsed = parseAllDocuments(source.text, options);
  const documents = Array.isArray(parsed) ? parsed.filter(({ contents }) => contents !== null) : [];
  const range = documents[index]?.range;
  if (!range) return impossible(`${source.path} has no document ${index}`);
  const text = source.text.slice(index === 0 ? 0 : range[0], range[2]);
  return `${text
    .replace(/\r\n/g, '\n')
    .replace(/^\uFEFF/, '')
    .replace(/^((?:[ \t]*(?:#.*)?\n)*)---[ \t]*\n?/, '$1')
    .replace(/^#[ \t]*yaml-language-server:.*\n/gm, '')
    .replace(/\n\.\.\.[ \t]*\s*$/, '')
    .trimEnd()}\n`;
}

/** What an alias repeats is written out, so that it can be pruned where it stands and nowhere else. */
function withoutAliases(text: string): string {
  const document = parseDocument(text, options);
  const edits: TextEdit[] = [];
  visit(document, {
    Alias(_key, node) {
      if (isAlias(node))
        edits.push({ start: startOf(node), end: endOf(node), text: writeFlowYaml(node.toJS(document)) });
    },
  });
  return applyEdits(text, edits);
}
