import { expect } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { findingFormats, printFindings } from '../../compiler/print/findings/findings.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import type { Files } from '../../compiler/text/files.ts';
import { findPosition } from '../../compiler/text/source.ts';

/** Lists the findings in files, one line each: `code path:line:column message`. */
export function said(files: Files): readonly string[] {
  const { policy, diagnostics } = readPolicy(files, 'policies');
  expect(policy === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  for (const format of findingFormats)
    printFindings(diagnostics.slice(0, 20), { format, colours: chooseColours(false), version: '1' });
  if (policy) {
    const { matrix, rulesOf } = compilePolicy(policy);
    for (const row of matrix.rows) rulesOf(row);
  }
  return diagnostics.map(({ code, at, message }) => {
    const { line, column } = findPosition(at.source, at.start);
    return `${code} ${at.source.path}:${line}:${column} ${message}`;
  });
}
