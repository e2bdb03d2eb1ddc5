import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { Fix } from '../../diagnostics/fix.ts';
import { countMembers, placeIn } from '../../model/document.ts';
import { applyEdits, type TextEdit } from '../../text/apply-edits.ts';
import { type Files, replaceTexts } from '../../text/files.ts';
import type { Source } from '../../text/source.ts';
import { parseAnyYaml } from '../../text/yaml.ts';
import { findTextEdits } from './find-text-edits.ts';

/** The texts of files after fixes, by path, and the findings whose fixes were applied, in the order in which they were. */
export interface FixedFiles {
  readonly fixed: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The most rounds of fixes. Fixes bring other findings to light, but this many rounds mean that a fix does not mend
 * what it is for.
 */
const mostRounds = 1000;

/**
 * Applies the fixes that findings offer, and those that are offered then, until none is. `find` returns the findings about
 * files. Where two fixes touch the same piece of a text the second waits for the next round.
 */
export function fixFiles(files: Files, find: (files: Files) => readonly Diagnostic[]): FixedFiles {
  const fixed: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const refused = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    let isChanged = false;
    for (const [source, offers] of groupOffers(find(replaceTexts(files, texts)))) {
      if (refused.has(source.path)) continue;
      const text = applyEdits(source.text, offers.edits);
      // A text that can no longer be read is not what a fix means: the file then stays as it is.
      if (parseAnyYaml({ path: source.path, text }).some(({ mistakes }) => mistakes.length > 0)) {
        refused.add(source.path);
        continue;
      }
      texts.set(source.path, text);
      fixed.push(...offers.findings);
      isChanged = true;
    }
    if (!isChanged) break;
  }
  return { fixed, texts };
}

interface Offers {
  readonly findings: Diagnostic[];
  readonly edits: TextEdit[];
  /** The fixes among them that take something away. */
  readonly removed: Fix[];
}

/** Returns the edits of each file that can be made at the same time, with their findings. */
function groupOffers(diagnostics: readonly Diagnostic[]): ReadonlyMap<Source, Offers> {
  const offersOf = new Map<Source, Offers>();
  for (const finding of sortDiagnostics(diagnostics)) {
    const edits = finding.fix && findTextEdits(finding.fix);
    if (!finding.fix || !edits) continue;
    const { source } = finding.fix.at.document;
    const offers = offersOf.get(source) ?? { findings: [], edits: [], removed: [] };
    const isMade = edits.every((edit) => offers.edits.some((made) => isSame(edit, made)));
    if (!isMade && edits.some((edit) => offers.edits.some((made) => isTouching(edit, made)))) continue;
    if (!isMade && wouldEmpty(finding.fix, offers.removed)) continue;
    offersOf.set(source, offers);
    offers.findings.push(finding);
    if (isMade) continue;
    offers.edits.push(...edits);
    if (finding.fix.change.kind === 'remove') offers.removed.push(finding.fix);
  }
  return offersOf;
}

/** Returns true if a fix, after others, would take the last member out of a list or a map. */
function wouldEmpty({ at, change }: Fix, removed: readonly Fix[]): boolean {
  if (change.kind !== 'remove') return false;
  const around = at.path.slice(0, -1);
  const key = JSON.stringify(around);
  const siblings = removed.filter(
    (other) =>
      other.at.document.index === at.document.index && JSON.stringify(other.at.path.slice(0, -1)) === key,
  );
  return siblings.length > 0 && siblings.length + 1 >= countMembers(placeIn(at.document, around));
}

const isSame = (one: TextEdit, other: TextEdit): boolean =>
  one.start === other.start && one.end === other.end && one.text === other.text;

const isTouching = (one: TextEdit, other: TextEdit): boolean =>
  one.start <= other.end && other.start <= one.end;
