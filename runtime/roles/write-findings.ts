import { type Diagnostic, sortDiagnostics } from '../../compiler/diagnostics/diagnostic.ts';
import { findPathAt } from '../../compiler/text/json-document.ts';
import type { Source, Span } from '../../compiler/text/source.ts';
import { type Finding, RoleError } from './role-error.ts';

/** Writes diagnostics about a role for whoever edits it, with paths into the role: to what is included, where another role says it. */
export function writeFindings(diagnostics: readonly Diagnostic[], own: Source): readonly Finding[] {
  return sortDiagnostics(diagnostics).map(({ code, severity, message, why, help, at, related }) => ({
    code,
    severity,
    message,
    why,
    ...(help !== undefined && { help }),
    path: pathInto(own, [at, ...related.map((one) => one.at)]),
    related: related.map(({ at: { source }, note }) => ({ document: source.path, note })),
  }));
}

/** Returns the path of the first of some places that is in a role; an empty one if none is. */
function pathInto(own: Source, places: readonly Span[]): Finding['path'] {
  const at = places.find(({ source }) => source === own);
  return at ? findPathAt(own, at.start) : [];
}

/** Makes the error for a role with errors, whose sentence is that of the first one. */
export function refuseErrors(what: string, diagnostics: readonly Diagnostic[], own: Source): RoleError {
  const findings = writeFindings(diagnostics, own);
  const first = findings.find(({ severity }) => severity === 'error');
  const help = first?.help === undefined ? '' : `; ${first.help}`;
  return new RoleError(first ? `${what}: ${first.message}${help}` : what, findings);
}
