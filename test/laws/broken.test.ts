/** @module-tag slow */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { type FindingFormat, findingFormats, printFindings } from '../../compiler/print/findings/findings.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { findPosition, type Span } from '../../compiler/text/source.ts';
import { brokenFiles, filesOfBytes } from '../support/broken.ts';
import { runs } from '../support/random.ts';

const print = (diagnostics: readonly Diagnostic[], format: FindingFormat): string =>
  printFindings(diagnostics, { format, colours: chooseColours(false), version: '1.2.3', files: 1 });

test('whatever happens to a policy, it compiles or a finding says where and why not', {
  tags: ['slow'],
}, () => {
  const seen = new Set<string>();
  let compiled = 0;
  let refused = 0;
  fc.assert(
    fc.property(brokenFiles(), (files) => {
      const { policy, diagnostics } = readPolicy(filesOfBytes(files), 'policies');
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      expect(policy === undefined).toBe(errors.length > 0);
      for (const { code } of diagnostics) seen.add(code);
      expect(diagnostics.flatMap(faults)).toEqual([]);
      for (const format of findingFormats) print(diagnostics, format);
      if (policy) compiled++;
      else refused++;
      if (!policy) return;
      const { matrix, rulesOf } = compilePolicy(policy);
      for (const row of matrix.rows) {
        rulesOf(row);
        for (const cell of policy.catalog.cells.slice(0, 5)) matrix.trailOf(row, cell);
      }
    }),
    runs(200),
  );
  expect(compiled).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(100);
  expect(seen.size).toBeGreaterThan(25);
});

/** Returns the faults in the form of a finding. */
function faults({ code, message, why, help = '', at, related }: Diagnostic): readonly string[] {
  const texts = [message, why, help, ...related.map(({ note }) => note)];
  const spans = [at, ...related.map((place) => place.at)];
  return [
    ...texts.filter((text) => /\n/.test(text) || text.length > 1000).map((text) => `${code}: ${text}`),
    ...spans.flatMap((span) =>
      isInside(span) ? [] : `${code} at ${span.start} to ${span.end} of ${span.source.text.length}`,
    ),
  ];
}

function isInside({ source, start, end }: Span): boolean {
  const { line, column } = findPosition(source, start);
  return (
    start >= 0 &&
    start <= end &&
    end <= Math.max(1, source.text.length) &&
    line >= 1 &&
    column >= 1 &&
    source.path !== ''
  );
}
