import type { RoleFile } from '../library/draft-roles.ts';
import { printFindings } from '../print/findings/findings.ts';
import { type Json, writeIndentedJson } from '../text/json.ts';
import { makeVisible, makeVisibleJson } from '../text/make-visible.ts';
import type { Answer, Io } from './command.ts';
import type { CheckedDraft } from './draft-role.ts';

/** The output of a command beside the path that it wrote. */
interface DraftAddition {
  readonly json?: { readonly [key: string]: Json };
  readonly pretty?: string;
}

/** Writes a draft, or shows it under `--dry-run`, and prints its path; warnings and broken invariants go to stderr. */
export function writeDraft(
  { path, text }: RoleFile,
  { diagnostics, objections }: CheckedDraft,
  args: { readonly format: string; readonly quiet: boolean; readonly 'dry-run': boolean },
  io: Io,
  { json, pretty = '' }: DraftAddition,
): Answer {
  const isDry = args['dry-run'];
  if (!isDry) io.write(path, text, true);
  const { err: colours } = io.colours;
  const warnings = args.quiet
    ? ''
    : printFindings(diagnostics, { format: 'pretty', colours, version: io.version }) + objections;
  if (args.format === 'json')
    return {
      out: `${makeVisibleJson(writeIndentedJson({ version: 1, path, ...json }, 2))}\n`,
      err: warnings,
      exit: 0,
    };
  const said = args.quiet ? '' : pretty;
  if (isDry) return { out: text, err: said + warnings, exit: 0 };
  return { out: `wrote ${makeVisible(path)}\n${said}`, err: warnings, exit: 0 };
}
