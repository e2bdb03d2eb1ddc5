import type { Report } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Parsed } from '../model/document.ts';
import { type Kind, kinds } from '../model/kinds.ts';
import type { Files, Unreadable } from '../text/files.ts';
import type { Source, Span } from '../text/source.ts';
import { parseYaml, type YamlDocument, type YamlMistake } from '../text/yaml.ts';

/** A policy file may be this large; a list of forty thousand users still fits. */
export const fileLimit = 4 * 1024 * 1024;

/** More mistakes than this in the YAML of one document help nobody. */
const mistakesShown = 10;

/** Whether a path is a policy file: `*.yaml` or `*.yml`, at any depth. */
export const isPolicyFile = (path: string): boolean => /\.ya?ml$/i.test(path);

/** The documents of files without a mistake that were read before, by the bytes of the file and its path. */
export type Loaded = WeakMap<Uint8Array, Map<string, readonly Parsed[]>>;

/**
 * Reads every policy file into documents, sorted by path. What cannot be read, is not YAML or has no known
 * kind is reported and left out. Bytes that are in `before` are not read again.
 */
export function load(files: Files, folder: string, report: Report, before?: Loaded): readonly Parsed[] {
  const loaded: Parsed[] = [];
  let mistakes = 0;
  const counting: Report = (...words) => {
    mistakes++;
    report(...words);
  };
  for (const path of files.list(isPolicyFile)) {
    const bytes = files.read(path, fileLimit);
    const known = 'unreadable' in bytes ? undefined : before?.get(bytes);
    const documents = known?.get(path) ?? documentsIn(path, bytes, counting);
    loaded.push(...documents);
    if (!before || mistakes > 0 || 'unreadable' in bytes) continue;
    if (known) known.set(path, documents);
    else before.set(bytes, new Map([[path, documents]]));
  }
  if (loaded.length === 0 && mistakes === 0)
    report('no-policies', startOf({ path: folder, text: '' }), { folder }, 'start with `plafond init DIR`');
  return loaded;
}

function documentsIn(path: string, bytes: Uint8Array | Unreadable, report: Report): readonly Parsed[] {
  const source = sourceOf(path, bytes, report);
  return source ? documentsOf(source, report) : [];
}

function sourceOf(path: string, bytes: Uint8Array | Unreadable, report: Report): Source | undefined {
  const empty: Source = { path, text: '' };
  if ('unreadable' in bytes) {
    const size = /^it has (\d+) bytes and the limit is/.exec(bytes.unreadable)?.[1];
    const reason =
      size === undefined
        ? bytes.unreadable
        : `it has ${mebibytes(Number(size))} and the limit is ${mebibytes(fileLimit)}`;
    const help = size === undefined ? bytes.help : 'split the file';
    report('unreadable', startOf(empty), { reason }, help);
    return undefined;
  }
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) {
    report('not-text', startOf(empty), { reason: 'it is UTF-16' }, 'save it as UTF-8');
    return undefined;
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    report('not-text', startOf(empty), { reason: `byte ${zero + 1} is zero` });
    return undefined;
  }
  const source = decoded(path, bytes);
  if (!source) {
    report('not-text', startOf(empty), { reason: 'it is not UTF-8' });
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

/** The text of a file without the byte order mark that it may begin with; nothing where it is not UTF-8. */
function decoded(path: string, bytes: Uint8Array): Source | undefined {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return undefined;
  }
}

/** A size in a sentence, rounded up so that what is too large never reads like the limit. */
const mebibytes = (bytes: number): string => `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MiB`;

function documentsOf(source: Source, report: Report): readonly Parsed[] {
  const parsed: Parsed[] = [];
  for (const [index, yaml] of parseYaml(source).entries()) {
    reportMistakes(source, yaml.mistakes, report);
    if (yaml.mistakes.length > 0) continue;
    const kind = kindOf(source, yaml, report);
    if (kind) parsed.push({ document: { source, index }, kind, value: yaml.value });
  }
  return parsed;
}

function reportMistakes(source: Source, mistakes: readonly YamlMistake[], report: Report): void {
  // After the first slip of syntax the parser is lost, and its further ones are shadows of that.
  const first = mistakes.find(({ kind }) => kind === 'syntax');
  const own = mistakes.filter((mistake) => mistake.kind !== 'syntax' || mistake === first);
  for (const { kind, detail, help, at, related } of own.slice(0, mistakesShown)) {
    const span = inText({ source, ...at });
    switch (kind) {
      case 'duplicate-key':
        report(kind, span, { key: detail }, 'keep one of the two', {
          related: related ? [{ at: { source, ...related }, note: 'first written here' }] : [],
        });
        break;
      case 'key-not-text':
        report(kind, span, {});
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
        report(kind, span, { detail: sentence(detail).replace(/^unresolved tag: (.+)$/, '`$1`') });
        break;
      default:
        report(kind, span, { detail: sentence(detail) }, help);
    }
  }
}

/** What is found missing at the end of a text is shown where the text ends, not on an empty line below it. */
function inText(span: Span): Span {
  const end = span.source.text.trimEnd().length;
  return span.start < end ? span : { ...span, start: Math.max(0, end - 1), end };
}

/** The parser's own words, in our style: one line, lower case, no full stop. */
function sentence(words: string): string {
  const line = words.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  return /^[A-Z][a-z]/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line;
}

function kindOf(source: Source, yaml: YamlDocument, report: Report): Kind | undefined {
  const at: Span = { source, ...yaml.locate([], 'value') };
  const { value } = yaml;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report('not-a-document', at, { found: Array.isArray(value) ? 'a list' : 'a single value' });
    return undefined;
  }
  const kind: unknown = (value as { kind?: unknown }).kind;
  if (kind === undefined) {
    report(
      'missing-kind',
      at,
      {},
      `the first line of a document is \`kind:\` and one of ${kinds.join(', ')}`,
    );
    return undefined;
  }
  if (kind === null) {
    const facts = { what: '`kind`', limit: 'must not be empty' };
    report(
      'out-of-range',
      { source, ...yaml.locate(['kind'], 'value') },
      facts,
      `the kinds are ${kinds.join(', ')}`,
    );
    return undefined;
  }
  const known = kinds.find((name) => name === kind);
  if (known) return known;
  const written = typeof kind === 'string' ? kind : JSON.stringify(kind);
  report(
    'unknown-kind',
    { source, ...yaml.locate(['kind'], 'value') },
    { kind: written },
    didYouMean(written, kinds) ?? `the kinds are ${kinds.join(', ')}`,
  );
  return undefined;
}

const startOf = (source: Source): Span => ({ source, start: 0, end: 0 });
