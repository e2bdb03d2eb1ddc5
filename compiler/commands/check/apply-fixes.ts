import { compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { lint } from '../../lint/rules.ts';
import { fileLimit } from '../../model/policy-files.ts';
import { fixFiles } from '../../questions/fix/fix-files.ts';
import type { Files } from '../../text/files.ts';
import { rememberFiles } from '../../text/remember-files.ts';
import { type Io, MisuseError } from '../command.ts';

/**
 * Applies the fixes that findings about the policies offer and writes the files that change by that. Returns the findings.
 * Throws `MisuseError`, and writes nothing, if a file is no longer what was read.
 */
export function applyFixes(policies: string, io: Io): readonly Diagnostic[] {
  const files = rememberFiles(io.files(policies));
  const { fixed, texts } = fixFiles(files, (current) => {
    const { diagnostics, compiled } = compile(current, policies);
    return compiled ? [...diagnostics, ...lint(compiled.matrix, io.today)] : diagnostics;
  });
  const now = io.files(policies);
  now.list((path) => texts.has(path));
  for (const path of texts.keys()) {
    const [before, after] = [files.read(path, fileLimit), now.read(path, fileLimit)];
    if ('unreadable' in before || 'unreadable' in after || Buffer.compare(before, after) !== 0)
      throw new MisuseError(
        `\`${path}\` was changed by somebody else meanwhile; nothing is written, run it again`,
      );
  }
  io.changeFiles([...texts].map(([file, text]) => ({ file, text: `${markOf(files, file)}${text}` })));
  return fixed;
}

/** Returns the byte order mark that a file begins with; empty if it has none. */
function markOf(files: Files, path: string): string {
  const bytes = files.read(path, fileLimit);
  return !('unreadable' in bytes) && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? '\ufeff'
    : '';
}
