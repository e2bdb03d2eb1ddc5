import { printFindings } from '../print/findings/findings.ts';
import { type Json, writeIndentedJson } from '../text/json.ts';
import { makeVisible, makeVisibleJson } from '../text/visible.ts';
import type { Answer, Io } from './command.ts';
import type { Draft, Drafted } from './draft.ts';

/** What a command adds to the path that it wrote. */
interface Addition {
  readonly json?: { readonly [key: string]: Json };
  readonly pretty?: string;
}

/** Writes a draft, unless it is only to be shown, and says where; its warnings, and what invariants have against it, go to stderr. */
export function written(
  { path, text }: Draft,
  { diagnostics, objections }: Drafted,
  args: { readonly format: string; readonly quiet: boolean; readonly 'dry-run': boolean },
  io: Io,
  { json, pretty = '' }: Addition,
): Answer {
  const isDry = args['dry-run'];
  if (!isDry) io.write(path, text);
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
