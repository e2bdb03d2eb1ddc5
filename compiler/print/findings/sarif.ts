import { createHash } from 'node:crypto';
import type {
  Location,
  Log,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Run,
  Fix as SarifFix,
} from 'sarif';
import { type Code, codes, type DiagnosticDefinition, type Severity } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Fix } from '../../diagnostics/fix.ts';
import { findTextEdits } from '../../questions/fix/find-text-edits.ts';
import type { TextEdit } from '../../text/apply-edits.ts';
import { isNotUtf8 } from '../../text/files.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { findPosition, readLine, type Span } from '../../text/source.ts';

/** The most results of a file, and the most related places of a result, that GitHub takes. */
const mostResults = 25_000;
const mostRelated = 100;

/**
 * Prints diagnostics as SARIF 2.1.0, within the limits of GitHub code scanning. Paths must be relative to the root of
 * the repository. Of too many results the most severe are kept, and a notification says so.
 */
export const printFindingsSarif = (diagnostics: readonly Diagnostic[], version: string): string =>
  printSarifLog(diagnostics, version, { rules: [], results: [] });

/** A rule of a printer beside the codes of diagnostics. */
export interface SarifRule {
  readonly id: string;
  readonly why: string;
  readonly level: 'error' | 'warning' | 'note';
  /** From 0.1 to 10. */
  readonly severity: string;
}

/** Prints a log of diagnostics, after results and rules that another printer brings. */
export function printSarifLog(
  diagnostics: readonly Diagnostic[],
  version: string,
  own: { readonly rules: readonly SarifRule[]; readonly results: readonly Result[] },
): string {
  const ranked = diagnostics.toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);
  const fingerprint = prepareFingerprints();
  const names = Object.keys(codes) as Code[];
  const indexOf = new Map(own.rules.map(({ id }, index) => [id, names.length + index]));
  const found: readonly Result[] = [
    ...own.results.map((one) => ({ ...one, ruleIndex: indexOf.get(one.ruleId ?? '') ?? -1 })),
    ...ranked.map((diagnostic) => ({
      ...printResult(diagnostic, names.indexOf(diagnostic.code)),
      partialFingerprints: { primaryLocationLineHash: fingerprint(diagnostic) },
    })),
  ];
  const results = found.toSorted((a, b) => weighResult(a) - weighResult(b));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'plafond',
            semanticVersion: version,
            rules: [...names.map(printRule), ...own.rules.map(printOwnRule)],
          },
        },
        automationDetails: { id: 'plafond/' },
        columnKind: 'utf16CodeUnits',
        ...(results.length > mostResults && { invocations: [warnOfLimit(results.length - mostResults)] }),
        results: results.slice(0, mostResults),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const printOwnRule = ({ id, why, level, severity }: SarifRule): ReportingDescriptor => ({
  id,
  name: id,
  shortDescription: { text: capitalize(id.replaceAll('-', ' ')) },
  fullDescription: { text: sentence(why) },
  help: { text: `${sentence(why)} \`plafond diff\` shows who is concerned and because of which line.` },
  defaultConfiguration: { level },
  properties: {
    tags: ['policy', 'security'],
    precision: 'very-high',
    'problem.severity': level === 'note' ? 'recommendation' : level,
    'security-severity': severity,
  },
});

/** Returns a hash by which GitHub recognizes a result again. */
export const hashIdentity = (identity: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function printRule(code: Code): ReportingDescriptor {
  const { severity, why, securitySeverity: security }: DiagnosticDefinition = codes[code];
  return {
    id: code,
    name: code,
    shortDescription: { text: titleOf(code) },
    fullDescription: { text: sentence(why) },
    help: { text: `${sentence(why)} \`plafond check\` shows the place and, where it is known, what to do.` },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['policy', ...(security ? ['security'] : [])],
      precision: 'very-high',
      'problem.severity': problemSeverities[severity],
      ...(security && { 'security-severity': security }),
    },
  };
}

/** Weighs a result, so that of too many the most severe are kept, whichever printer brings them. */
const weighResult = ({ level }: Result): number => resultRanks[level ?? 'warning'];
const resultRanks = { error: 0, warning: 1, note: 2, none: 3 } as const;

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;
const problemSeverities = { error: 'error', warning: 'warning', info: 'recommendation' } as const;

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const titleOf = (code: Code) => capitalize(code.replaceAll('-', ' '));
const sentence = (text: string) => `${capitalize(text)}.`;

function printResult(
  { code, severity, message, at, related, help, fix }: Diagnostic,
  ruleIndex: number,
): Result {
  const edits = fix && findTextEdits(fix);
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: {
      text:
        help === undefined
          ? escapeSarifText(message)
          : `${escapeSarifText(message)}\n\nHelp: ${escapeSarifText(help)}`,
    },
    locations: [{ physicalLocation: writeSarifLocation(at) }],
    ...(related.length > 0 && { relatedLocations: related.slice(0, mostRelated).map(printRelated) }),
    ...(fix && edits && { fixes: [printFix(fix, edits)] }),
  };
}

/** Prints a fix with the pieces of its file that other texts take the place of; a piece is empty where something is added. */
function printFix({ help, at }: Fix, edits: readonly TextEdit[]): SarifFix {
  const { source } = at.document;
  return {
    description: { text: escapeSarifText(help) },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(source.path) },
        replacements: edits.map(({ start, end, text }) => {
          const [from, to] = [findPosition(source, start), findPosition(source, end)];
          return {
            deletedRegion: {
              startLine: from.line,
              startColumn: from.column,
              endLine: to.line,
              endColumn: to.column,
            },
            ...(text !== '' && { insertedContent: { text } }),
          };
        }),
      },
    ],
  };
}

/** Writes a text for a message, in which `[text](target)` would be a link: no text of a policy becomes one. */
export const escapeSarifText = (text: string) => makeVisible(text).replaceAll('](', '] (');

function printRelated({ at, note }: Diagnostic['related'][number], index: number): Location {
  return {
    id: index + 1,
    physicalLocation: writeSarifLocation(at),
    message: { text: escapeSarifText(note) },
  };
}

/** Writes a path as a relative URI; what is not UTF-8 in it is written as the bytes that it stands for. */
const uriOf = (path: string): string =>
  path
    .split(/(\/|[\udc80-\udcff])/u)
    .map((part) =>
      isNotUtf8(part)
        ? `%${(part.charCodeAt(0) - 0xdc00).toString(16).toUpperCase()}`
        : part === '/'
          ? part
          : encodeURIComponent(part),
    )
    .join('');

/** Writes the place of a span as SARIF has it. */
export function writeSarifLocation({ source, start, end }: Span): PhysicalLocation {
  const from = findPosition(source, start);
  const to = findPosition(source, end);
  const isEmpty = from.line === to.line && from.column === to.column;
  return {
    artifactLocation: { uri: uriOf(source.path) },
    region: {
      startLine: from.line,
      startColumn: from.column,
      endLine: to.line,
      endColumn: isEmpty ? to.column + 1 : to.column,
    },
  };
}

/**
 * Returns a function that makes the fingerprint of a diagnostic: a hash of its code and line, and its number among equal
 * ones in the file. So an alert is recognized again when lines above it come or go.
 */
function prepareFingerprints(): (diagnostic: Diagnostic) => string {
  const seen = new Map<string, number>();
  return ({ code, at }) => {
    const line = readLine(at.source, findPosition(at.source, at.start).line).trim();
    const hash = createHash('sha256').update(`${code}\n${line}`).digest('hex').slice(0, 16);
    const key = `${hash} ${at.source.path}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return `${hash}:${times}`;
  };
}

function warnOfLimit(number: number): NonNullable<Run['invocations']>[number] {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: [
      {
        level: 'warning',
        message: { text: `${number} more results were left out: a file holds ${mostResults}` },
      },
    ],
  };
}
