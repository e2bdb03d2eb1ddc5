import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type FindingOptions, printFindings } from '../../print/findings/findings.ts';
import type { Answer, Io } from '../command.ts';
import type { FolderComparison } from './compare-folder.ts';
import type { ChosenFolder, CompileArguments } from './compile-arguments.ts';
import { findFilesUnlikeGit } from './find-files-unlike-git.ts';
import { type Compilation, printCompilationJson, printCompilationPretty } from './print-compilation.ts';
import { type CompiledFolder, printStalePretty, reportStaleFiles, spellCompileLine } from './print-stale.ts';
import { isDifferent } from './replace-folder.ts';

/** Prints how a folder differed from what the policies say, and the files that git would hold with another text. */
export function answerCompilation(
  { policies, tenant, check, 'no-rules': withoutRules, format, quiet }: CompileArguments,
  { folder, usual }: ChosenFolder,
  comparison: FolderComparison,
  { tenants, roles }: Pick<Compilation, 'tenants' | 'roles'>,
  io: Io,
): Answer {
  const style = { format, colours: io.colours.out, version: io.version };
  const { diagnostics: held, note } = findFilesUnlikeGit(folder, io);
  if (check) {
    const again = spellCompileLine({ folder, usual, policies, tenant, withoutRules });
    const out = printStale(comparison, held, { folder, again }, style, quiet);
    const exit = isDifferent(comparison) || held.length > 0 ? 1 : 0;
    return { out, exit, ...(!quiet && { err: note }) };
  }
  if (held.length > 0) return { out: printFindings(held, style), exit: 1 };
  return { out: printCompilation({ ...comparison, tenants, roles, folder }, style, quiet), exit: 0 };
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
