import { isAlias, isMap, type Pair, parseAllDocuments, parseDocument, visit } from 'yaml';
import { impossible } from '../../diagnostics/impossible.ts';
import type { AbstractRole, Role } from '../../model/policy.ts';
import { applyEdits, findLineEnd, findLineStart, type TextEdit } from '../../text/apply-edits.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { findNodeEnd, pairEnd, pairOf, removeMembers, replaceValue, startOf } from '../../text/yaml-nodes.ts';
import { type MayName, pruneGrants } from './prune-grants.ts';

/** The values in which a clone differs from its role. */
export interface CloneOptions {
  readonly name: string;
  readonly tenant: string | undefined;
  /** The title of the clone; never that of the role, since two roles with one title are confused. */
  readonly title: string | undefined;
  /** The user type; undefined for a copy of an abstract role. */
  readonly userType: string | undefined;
  readonly seats: readonly string[];
  /** Tells whether the clone may name a permission. */
  readonly mayName: MayName;
  /**
   * The lines of YAML for the grants of the clone, which then includes no role; by default the grants of the role without
   * what the clone may not name.
   */
  readonly grants?: readonly string[] | undefined;
}

/**
 * Returns the text of a role document as that of its clone: comments and layout stay, and permissions that the clone may
 * not name are removed. So is the line that names the schema, which depends on where the clone is written.
 */
export function cloneRole(role: Role | AbstractRole, wanted: CloneOptions): string {
  const text = expandAliases(readDocumentText(role));
  const root = parseDocument(text, options).contents;
  const grants = pairOf(root, 'grants');
  if (!isMap(root) || !grants) return impossible(`role ${role.name} has no grants`);
  const { name, tenant, title, userType, seats } = wanted;
  const fields: readonly (readonly [string, string | undefined, ...string[]])[] = [
    ['name', writeFlowYaml(name), 'kind'],
    ['tenant', tenant && writeFlowYaml(tenant), 'name'],
    ['title', title === undefined ? undefined : writeFlowYaml(title), 'name'],
    ['userType', userType && writeFlowYaml(userType), 'name'],
    ['seats', seats.length === 0 ? undefined : writeFlowYaml(seats), 'userType'],
    ['clonedFrom', writeFlowYaml(role.name), 'portfolio', 'userType', 'name'],
    ...(wanted.grants ? [['includes', undefined] as const] : []),
  ];
  const edits = fields.flatMap(([key, value, ...after]) => editField(text, root, key, value, after));
  return applyEdits(text, [...edits, ...editGrants(text, root.flow === true, grants, wanted)]);
}

/** Removes the permissions that the clone may not name from its grants, or replaces the grants by other lines. */
function editGrants(
  text: string,
  isFlow: boolean,
  grants: Pair,
  { grants: lines, mayName }: CloneOptions,
): readonly TextEdit[] {
  if (lines === undefined) return pruneGrants(text, grants, mayName);
  if (isFlow) {
    const spelled = parseDocument(lines.join('\n'), options).toJS() as { readonly grants: unknown };
    return [trimEdit(text, replaceValue(grants, writeFlowYaml(spelled.grants)))];
  }
  const start = startOf(grants.key);
  const indent = ' '.repeat(start - findLineStart(text, start));
  return [trimEdit(text, { start, end: pairEnd(grants), text: lines.join(`\n${indent}`) })];
}

const options = { version: '1.2', schema: 'core' } as const;

/** Sets a field of a role, adds it behind the first there is of the fields `after`, or removes it if it has no value. */
function editField(
  text: string,
  root: { readonly items: readonly Pair[]; readonly flow?: boolean | undefined },
  key: string,
  value: string | undefined,
  after: readonly string[],
): readonly TextEdit[] {
  if (!isMap(root)) return [];
  const pair = pairOf(root, key);
  if (pair && value !== undefined) return [trimEdit(text, replaceValue(pair, value))];
  if (pair && (root.flow || key !== 'title'))
    return removeMembers(text, root, (index) => root.items[index] === pair);
  if (pair) return [removeLines(text, pair)];
  const [neighbour] = after.flatMap((field) => pairOf(root, field) ?? []);
  if (value === undefined || !neighbour) return [];
  const end = pairEnd(neighbour);
  if (root.flow) return [{ start: end, end, text: `, ${key}: ${value}` }];
  const line = findLineEnd(text, end);
  const start = startOf(neighbour.key);
  const indent = ' '.repeat(start - findLineStart(text, start));
  return [{ start: line, end: line, text: `\n${indent}${key}: ${value}` }];
}

/** Removes the lines of a pair but not the comment above them, which may be about everything that follows. */
function removeLines(text: string, pair: Pair): TextEdit {
  const start = startOf(pair.key);
  const { end } = trimEdit(text, { start, end: pairEnd(pair), text: '' });
  return {
    start: findLineStart(text, start),
    end: Math.min(findLineEnd(text, end) + 1, text.length),
    text: '',
  };
}

/** Shortens an edit to keep the last line break of a value of several lines. */
const trimEdit = (text: string, { start, end, text: by }: TextEdit): TextEdit => ({
  start,
  end: start + text.slice(start, end).trimEnd().length,
  text: by,
});

/** Returns the text of a role's document in its file, with the comments above it and without the `---` that starts it. */
function readDocumentText({ at }: Role | AbstractRole): string {
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

/** Replaces every alias by the value it repeats, so that this value can be pruned there and nowhere else. */
function expandAliases(text: string): string {
  const document = parseDocument(text, options);
  const edits: TextEdit[] = [];
  visit(document, {
    Alias(_key, node) {
      if (isAlias(node))
        edits.push({
          start: startOf(node),
          end: findNodeEnd(node),
          text: writeFlowYaml(node.toJS(document)),
        });
    },
  });
  return applyEdits(text, edits);
}
