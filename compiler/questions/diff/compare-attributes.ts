import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { GitAttributes } from '../../model/git-attributes.ts';
import type { Pair } from '../../model/pair.ts';
import { listFirstNames } from '../../text/list.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { Span } from '../../text/source.ts';

/**
 * Finds the attributes of git that newly rewrite files, leave them out of archives or hide their changes from
 * reviewers, and those that no longer do. Attributes that were on a file before are not told; a file that is new comes
 * with all it has. What hides a change counts on policies alone: most of what compile writes is folded in reviews.
 */
export function compareAttributes(
  { base, head }: Pair<GitAttributes>,
  isPolicy: (file: string) => boolean,
): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  const arrived = groupBySetting(head, base, (file, setting) => !isHiding(setting) || isPolicy(file));
  for (const [attribute, files] of arrived) {
    const at = locateAttribute(head, attribute, files);
    const facts = { attribute, files: listFirstNames(files) };
    if (isHiding(attribute)) report('review-hidden', at, facts);
    else if (isOfArchives(attribute)) report('attribute-changed', at, { ...facts, change: 'now counts for' });
    else report('attribute-rewrites', at, facts);
  }
  const gone = groupBySetting(base, head, (file, setting) => head.settings.has(file) && !isHiding(setting));
  for (const [attribute, files] of gone)
    report('attribute-changed', locateAttribute(base, attribute, files), {
      attribute,
      files: listFirstNames(files),
      change: 'no longer counts for',
    });
  return diagnostics;
}

const isHiding = (setting: string): boolean => setting === '-diff' || setting === 'linguist-generated';
const isOfArchives = (setting: string): boolean => setting.startsWith('export-');

/** Groups the files that have an attribute on one side and not on the other by that attribute. */
function groupBySetting(
  { settings }: GitAttributes,
  other: GitAttributes,
  isMeant: (file: string, setting: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [file, written] of settings)
    for (const setting of written) {
      if (other.settings.get(file)?.includes(setting) || !isMeant(file, setting)) continue;
      const known = found.get(setting);
      if (known) known.push(file);
      else found.set(setting, [file]);
    }
  for (const files of found.values()) files.sort(byCodeUnit);
  return found;
}

/** Locates the last line that mentions an attribute, in the file that is nearest to the first of the files. */
function locateAttribute({ texts }: GitAttributes, attribute: string, [first = '']: readonly string[]): Span {
  const name = attribute.replace(/^-/, '').replace(/=.*/, '');
  const words = attribute === '-diff' ? /-diff|binary/ : new RegExp(name);
  const above = [...texts].filter(([file]) => first.startsWith(file.replace(/[^/]*$/, '')));
  const near = above.length > 0 ? above : [...texts];
  for (const [path, text] of near.sort(([one], [other]) => other.length - one.length)) {
    const line = text.split('\n').findLast((one) => words.test(one) && !one.startsWith('#'));
    if (line === undefined) continue;
    const start = text.lastIndexOf(line);
    return { source: { path, text }, start, end: start + line.trimEnd().length };
  }
  const [path = '.gitattributes', text = ''] = near[0] ?? [];
  return { source: { path, text }, start: 0, end: 0 };
}
