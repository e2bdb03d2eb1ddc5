import {
  Composer,
  type CST,
  type Document,
  Lexer,
  type ParsedNode,
  Parser,
  type YAMLParseError,
  type YAMLWarning,
} from 'yaml';

/** A limit that a text exceeds, and the offset at which it does. */
export interface Exceeded {
  readonly kind: 'too-deep' | 'too-large';
  /** The limit in words, for the message. */
  readonly limit: string;
  readonly at: number;
}

/** The documents of a YAML text. */
export interface Composed {
  readonly documents: readonly Document.Parsed<ParsedNode>[];
  /** The limit at which reading was given up; there are no documents then. */
  readonly exceeded?: Exceeded;
  /** The complaints about the document after the last one, if they are so many that reading was given up. */
  readonly complaints?: readonly (YAMLParseError | YAMLWarning)[];
}

/** The most levels at which maps and lists may nest: a policy needs eight. */
export const depthLimit = 64;

/**
 * The most lexemes of a text: brackets, commas, colons, spaces, line breaks, names and values. A file with forty
 * thousand users has fewer.
 */
const lexemeLimit = 1_500_000;

/** The most documents of a text. */
const documentLimit = 25_000;

/** The most complaints about a text. More help nobody, and each costs more time than a line of the text. */
const complaintLimit = 100;

/** The most open lists and maps that the parser may hold: twice the depth that is allowed, and no risk to the stack. */
const openLimit = 2 * depthLimit;

/**
 * Reads a text as YAML 1.2 with the tags of the core schema alone, one lexeme after the other, and gives up at the first
 * that exceeds a limit, before it costs any work. So no text is too deep for the stack or too large for memory.
 */
export function composeWithinLimits(text: string): Composed {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  stopAfter(composer, complaintLimit);
  let exceeded: Exceeded | undefined;
  const tokens = readTokens(text, (limit) => {
    exceeded = limit;
  });
  const documents: Document.Parsed<ParsedNode>[] = [];
  try {
    for (const document of composer.compose(tokens)) documents.push(document);
    return exceeded ? { documents: [], exceeded } : { documents };
  } catch (reason) {
    if (reason !== tooManyComplaints) throw reason;
    const { errors, warnings } = composer.streamInfo();
    return { documents, complaints: [...errors, ...warnings] };
  }
}

/** Yields the tokens of a text; ends early, and calls `exceed`, if the text exceeds a limit. */
function* readTokens(text: string, exceed: (limit: Exceeded) => void): Iterable<CST.Token> {
  const parser = new Parser();
  let [lexemes, documents, errors] = [0, 0, 0];
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme !== startOfScalar) lexemes++;
    if (lexeme === '---' || lexeme === '...') documents++;
    const at = parser.offset;
    if (lexemes > lexemeLimit)
      return exceed({ kind: 'too-large', limit: `${spellNumber(lexemeLimit)} words and marks`, at });
    if (documents > documentLimit)
      return exceed({ kind: 'too-large', limit: `${spellNumber(documentLimit)} documents`, at });
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error' && ++errors > complaintLimit) return;
      yield token;
    }
    if (parser.stack.length > openLimit) return exceed({ kind: 'too-deep', limit: String(depthLimit), at });
  }
  yield* parser.end();
}

/** The lexeme that the lexer puts before a scalar; it stands for no text. */
const startOfScalar = '\u001f';

const spellNumber = (limit: number): string => limit.toLocaleString('en');

const tooManyComplaints = new Error('too many complaints');

/** Makes a composer throw `tooManyComplaints` after `most` complaints, by replacing its method: there is no option. */
function stopAfter(composer: Composer, most: number): void {
  const noting = 'onError';
  const note: (...facts: readonly unknown[]) => void = composer[noting];
  let noted = 0;
  composer[noting] = (...facts: readonly unknown[]) => {
    note(...facts);
    if (++noted > most) throw tooManyComplaints;
  };
}
