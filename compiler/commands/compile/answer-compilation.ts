import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { KeptFiles } from '../../io/keep-files.ts';
import { type FindingOptions, printFindings } from '../../print/findings/findings.ts';
import type { Answer, Io } from '../command.ts';
import type { FolderComparison } from './compare-folder.ts';
import type { ChosenFolder, CompileArguments } from './compile-arguments.ts';
import { findFilesUnlikeGit } from './find-files-unlike-git.ts';
import { noteSharedFolder } from './note-shared-folder.ts';
import { type Compilation, printCompilationJson, printCompilationPretty } from './print-compilation.ts';
import { type CompiledFolder, printStalePretty, reportStaleFiles, spellCompileLine } from './print-stale.ts';
import { isDifferent } from './replace-folder.ts';

/** The facts about a compilation that its answer tells, and those by which the next run may give it again. */
interface CompilationFacts extends Pick<Compilation, 'tenants' | 'roles'> {
  readonly manifest: string;
  readonly keptFiles?: KeptFiles | undefined;
}

/** The differences of a folder that is as the policies say. */
export const unchanged = { missing: [], different: [], orphans: [] };

/** Prints how a folder differed from what the policies say, the files that git would hold with another text, and who else writes there. */
export function answerCompilation(
  { policies, tenant, check, 'no-rules': withoutRules, format, quiet }: CompileArguments,
  place: ChosenFolder,
  comparison: FolderComparison,
  { tenants, roles, manifest, keptFiles }: CompilationFacts,
  io: Io,
): Answer {
  const style = { format, colours: io.colours.out, version: io.version };
  const { folder, usual } = place;
  const { diagnostics: held, note } = findFilesUnlikeGit(folder, io);
  const shared = noteSharedFolder(policies, place, io);
  const err = quiet ? '' : `${check ? note : ''}${shared}`;
  if (held.length > 0 && !check) return { out: printFindings(held, style), exit: 1 };
  const answer = (found: FolderComparison) => {
    if (!check)
      return {
        out: printCompilation({ ...found, tenants, roles, folder }, style, quiet),
        err,
        exit: 0 as const,
      };
    const again = spellCompileLine({ folder, usual, policies, tenant, withoutRules });
    const out = printStale(found, held, { folder, again }, style, quiet);
    const exit = isDifferent(found) || held.length > 0 ? (1 as const) : (0 as const);
    return { out, err, exit };
  };
  if (!keptFiles || held.length > 0 || `${note}${shared}` !== '') return answer(comparison);
  const next = { answer: answer({ ...comparison, ...unchanged }), compiled: { folder, manifest }, keptFiles };
  return { ...answer(comparison), next };
}

type Style = Pick<FindingOptions, 'format' | 'colours' | 'version'>;

/** Prints what was compiled; in the formats that list findings, an empty list. */
function printCompilation(compilation: Compilation, style: Style, quiet: boolean): string {
  if (style.format === 'json') return printCompilationJson(compilation);
  if (style.format !== 'pretty') return printFindings([], style);
  return quiet ? '' : printCompilationPretty(compilation);
}

/** Prints the stale files of a folder, each as a line or as a finding, after those that git holds with another text. */
function printStale(
  comparison: FolderComparison,
  held: readonly Diagnostic[],
  written: CompiledFolder,
  style: Style,
  quiet: boolean,
): string {
  if (style.format !== 'pretty')
    return printFindings([...held, ...reportStaleFiles(comparison, written)], style);
  const before = held.length > 0 ? `${printFindings(held, style)}\n` : '';
  return before + printStalePretty(comparison, written, style.colours, quiet);
}
