import { findings } from '../print/findings/findings.ts';
import { indented, type Json } from '../text/json.ts';
import { visible, visibleJson } from '../text/visible.ts';
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
    : findings(diagnostics, { format: 'pretty', colours, version: io.version }) + objections;
  if (args.format === 'json')
    return { out: `${visibleJson(indented({ version: 1, path, ...json }, 2))}\n`, err: warnings, exit: 0 };
  const said = args.quiet ? '' : pretty;
  if (isDry) return { out: text, err: said + warnings, exit: 0 };
  return { out: `wrote ${visible(path)}\n${said}`, err: warnings, exit: 0 };
}
