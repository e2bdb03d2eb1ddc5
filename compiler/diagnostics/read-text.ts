import type { Unreadable } from '../text/files.ts';
import type { Source, Span } from '../text/source.ts';
import type { YamlMistake } from '../text/yaml.ts';
import type { Report } from './diagnostic.ts';

/** The most mistakes that are reported of the text of one document; more help nobody. */
const mistakesShown = 10;

/**
 * Reads the bytes of a file as text. Reports a file that is not UTF-8, or that was not read, such as one above the
 * limit.
 */
export function readSourceText(
  path: string,
  bytes: Uint8Array | Unreadable,
  limit: number,
  report: Report,
): Source | undefined {
  const empty: Source = { path, text: '' };
  if ('unreadable' in bytes) {
    const size = /^it has (\d+) bytes and the limit is/.exec(bytes.unreadable)?.[1];
    const reason =
      size === undefined
        ? bytes.unreadable
        : `it has ${mebibytes(Number(size))} and the limit is ${mebibytes(limit)}`;
    const help = size === undefined ? bytes.help : 'split the file';
    report(bytes.isOtherInGit ? 'not-what-git-holds' : 'unreadable', spanOfStart(empty), { reason }, help);
    return undefined;
  }
  const [one, two] = bytes;
  if (one === 0x50 && two === 0x4b && bytes.indexOf(0) !== -1) {
    const reason = 'it is a ZIP archive, as workbooks are';
    report('not-text', spanOfStart(empty), { reason }, 'save the sheet of a workbook as CSV in UTF-8');
    return undefined;
  }
  const isWide = (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff);
  if (isWide) {
    report('not-text', spanOfStart(empty), { reason: 'it is UTF-16' }, 'save it as UTF-8');
    return undefined;
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    report('not-text', spanOfStart(empty), { reason: `byte ${zero + 1} is zero` }, 'save it as UTF-8');
    return undefined;
  }
  const source = decodeSource(path, bytes);
  if (!source) {
    report('not-text', spanOfStart(empty), { reason: 'it is not UTF-8' }, 'save it as UTF-8');
    return undefined;
  }
  const mark = source.text.indexOf(byteOrderMark);
  if (mark !== -1) {
    const reason = 'there is a byte order mark that is not at its beginning';
    const help =
      'delete it: it shows nowhere and makes two names of one; editors leave it where files are joined';
    report('not-text', { source, start: mark, end: mark + 1 }, { reason }, help);
    return undefined;
  }
  return source;
}

const byteOrderMark = '\ufeff';

/** Returns the text of a file without the byte order mark that it may begin with; undefined if it is not UTF-8. */
function decodeSource(path: string, bytes: Uint8Array): Source | undefined {
  try {
    return { path, text: utf8.decode(bytes) };
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Writes a size for a sentence, rounded up so that a size above the limit never reads like the limit. */
export const mebibytes = (bytes: number): string => `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MiB`;

/** Reports what is wrong with a text as YAML, CSV or JSON. */
export function reportMistakes(
  source: Source,
  mistakes: readonly YamlMistake[],
  report: Report,
  format?: 'CSV' | 'JSON',
): void {
  // After the first slip of syntax the parser is lost, and its further ones are shadows of that.
  const first = mistakes.find(({ kind }) => kind === 'syntax');
  const own = mistakes.filter((mistake) => mistake.kind !== 'syntax' || mistake === first);
  for (const { kind, detail, help, at, related } of own.slice(0, mistakesShown)) {
    const span = keepInText({ source, ...at });
    switch (kind) {
      case 'duplicate-key':
        report(kind, span, { key: detail }, 'keep one of the two', {
          related: related ? [{ at: { source, ...related }, note: 'first written here' }] : [],
        });
        break;
      case 'key-not-text':
        report(kind, span, {}, help);
        break;
      case 'inexact-number':
        report(kind, span, { number: detail }, help);
        break;
      case 'too-many-aliases':
      case 'too-deep':
      case 'too-large':
        report(kind, span, { limit: detail });
        break;
      case 'unknown-tag':
        report(
          kind,
          span,
          { detail: restyleSentence(detail).replace(/^unresolved tag: (.+)$/, '`$1`') },
          help,
        );
        break;
      default:
        report(kind, span, { detail: restyleSentence(detail), ...(format && { format }) }, help);
    }
  }
}

/** Moves a span behind the end of a text to the last character of the text, off the empty line below it. */
function keepInText(span: Span): Span {
  const end = span.source.text.trimEnd().length;
  return span.start < end ? span : { ...span, start: Math.max(0, end - 1), end };
}

/** Writes the parser's own words in the style of diagnostics: one line, lower case, no full stop. */
function restyleSentence(words: string): string {
  const line = words.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  return /^[A-Z][a-z]/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line;
}

/** Returns the span of the beginning of a source, for what is about all of it. */
export const spanOfStart = (source: Source): Span => ({ source, start: 0, end: 0 });
