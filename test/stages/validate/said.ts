import { expect } from 'vitest';
import { collect, sortDiagnostics } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Parsed } from '../../../compiler/model/document.ts';
import type { DocumentKind } from '../../../compiler/model/document-kinds.ts';
import { validate } from '../../../compiler/stages/2-validate.ts';
import { findPosition } from '../../../compiler/text/source.ts';
import { parseYaml } from '../../../compiler/text/yaml.ts';

function parsedOf(text: string): readonly Parsed[] {
  const source = { path: 'policy.yaml', text };
  return parseYaml(source).map(({ value, mistakes }, index) => {
    expect(mistakes).toEqual([]);
    return { document: { source, index }, kind: (value as { kind: DocumentKind }).kind, value };
  });
}

/** Returns the findings of validate in a text: `code line:column message [help]`, in the order of printing. */
export function said(text: string): readonly string[] {
  const { report, diagnostics } = collect();
  validate(parsedOf(text), report);
  return sortDiagnostics(diagnostics).map(({ code, at, message, help, related }) => {
    const { line, column } = findPosition(at.source, at.start);
    const notes = related.map(
      (other) => ` (${findPosition(other.at.source, other.at.start).line}: ${other.note})`,
    );
    return `${code} ${line}:${column} ${message}${help === undefined ? '' : ` [${help}]`}${notes.join('')}`;
  });
}

/** A text without the indentation of the test it stands in. */
export const text = (indented: string): string => indented.replace(/^\n/, '').replace(/^ {6}/gm, '');
