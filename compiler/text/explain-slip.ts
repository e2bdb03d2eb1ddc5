import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  visit,
  type YAMLParseError,
  type YAMLWarning,
} from 'yaml';

/** A slip of syntax in words that its author understands, the offset at which it begins, and advice. */
export interface Slip {
  readonly detail: string;
  readonly start: number;
  readonly help: string;
}

/** Explains a slip of which the parser only says where it stumbled; undefined if the parser's own words are clear. */
export function explainSlip(
  text: string,
  contents: unknown,
  errors: readonly (YAMLParseError | YAMLWarning)[],
): Slip | undefined {
  const merge = errors.length > 0 ? explainMerge(text) : undefined;
  if (merge) return merge;
  const star = errors.find(({ code, pos: [at] }) => code === 'BAD_ALIAS' && text.startsWith('*:', at - 1));
  if (star) return explainBareStar(text, star.pos[0] - 1);
  const [first] = errors;
  const quote = errors.find(({ message }) => /^Missing closing ["']quote/.test(message));
  if (quote) return explainOpenQuote(text, contents);
  if (!first) return undefined;
  const [start] = first.pos;
  switch (first.code) {
    case 'BAD_INDENT':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      if (/^Flow /.test(first.message)) return explainOpenBracket(text, contents);
      return /^Implicit (map )?keys need/.test(first.message) ? explainMissingColon(text, start) : undefined;
    case 'UNEXPECTED_TOKEN':
      return /^Unexpected .* (at node end|in YAML (stream|document))/.test(first.message)
        ? explainStray(text, start)
        : undefined;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return explainSecondColon(text, start);
    case 'BAD_SCALAR_START':
      return {
        detail: `plain text cannot begin with ${text[start] === '`' ? 'a backtick' : `\`${text[start]}\``}`,
        start,
        help: 'put quotes around the text',
      };
    default:
      return undefined;
  }
}

/** Explains the lines that a merge leaves around what it could not decide. */
function explainMerge(text: string): Slip | undefined {
  const start = text.search(/^<{7}(?: |\r?$)/m);
  if (start === -1 || !/^>{7}(?: |\r?$)/m.test(text.slice(start))) return undefined;
  const help = 'write what holds of the two sides, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`';
  return { detail: 'this is the marker of an unfinished merge', start, help };
}

function explainBareStar(text: string, start: number): Slip {
  const [, value = '…'] = /^\*:[ \t]+([\w-]+|\[[^\]\n]{0,60}\])/.exec(text.slice(start, start + 100)) ?? [];
  return { detail: '`*` must be in quotes', start, help: `write \`"*": ${value}\`` };
}

/** Explains the innermost list or map in brackets that does not end with its bracket. */
function explainOpenBracket(text: string, contents: unknown): Slip | undefined {
  let start: number | undefined;
  visitNodes(contents, (node) => {
    if (!(isMap(node) || isSeq(node)) || !node.flow || !node.range) return;
    if (text[node.range[1] - 1] !== (isMap(node) ? '}' : ']')) start = node.range[0];
  });
  if (start === undefined) return undefined;
  const help = `write \`${text[start] === '{' ? '}' : ']'}\` at its end`;
  return { detail: `this \`${text[start]}\` is never closed`, start, help };
}

function explainOpenQuote(text: string, contents: unknown): Slip | undefined {
  let start: number | undefined;
  visitNodes(contents, (node) => {
    if (isScalar(node) && /^QUOTE/.test(node.type ?? '') && node.range) start = node.range[0];
  });
  if (start === undefined) return undefined;
  const help = `write \`${text[start]}\` at its end`;
  return { detail: `this text begins with \`${text[start]}\` and never ends`, start, help };
}

/** Explains a line in which no `:` ends the key. */
function explainMissingColon(text: string, start: number): Slip | undefined {
  const line = readRestOfLine(text, start);
  const wide = line.indexOf('\u00a0');
  if (wide !== -1)
    return {
      detail: 'there is a no-break space (U+00A0) where a space is meant',
      start: start + wide,
      help: 'replace it by a space from the keyboard',
    };
  const [, word, rest = ''] = /^([\w-]{1,60})(.*)$/.exec(line) ?? [];
  if (word === undefined) return undefined;
  if (/^:\S/.test(rest))
    return {
      detail: `a space is missing after \`${word}:\``,
      start: start + word.length,
      help:
        rest.length <= 60 ? `write \`${word}: ${rest.slice(1).trimEnd()}\`` : 'write a space behind the `:`',
    };
  const help = `write \`${word}: …\`, or indent the line as text that goes on`;
  return { detail: `a \`:\` and a space are missing after \`${word}\``, start, help };
}

/** Explains a bracket that closes nothing, or a line that belongs to nothing above it. */
function explainStray(text: string, start: number): Slip | undefined {
  const opening = { ']': '[', '}': '{' }[text[start] ?? ''];
  if (opening !== undefined)
    return {
      detail: `this \`${text[start]}\` closes nothing`,
      start,
      help: `take it away, or write the \`${opening}\` that it closes`,
    };
  const isFirst = /(^|\n)[ ]*$/.test(text.slice(Math.max(0, start - 1000), start));
  if (!isFirst) return undefined;
  return {
    detail: 'this line goes on with nothing above it',
    start,
    help: 'indent it as the lines that it belongs to: a map has no `-`, and every item of a list has one',
  };
}

/** Explains a key inside a value: on the same line, or on the next line, which is indented too far. */
function explainSecondColon(text: string, start: number): Slip | undefined {
  if (/:\s/.test(readRestOfLine(text, start)))
    return {
      detail: 'there is a second `:` with a space after it on this line',
      start,
      help: 'put quotes around the text, or write the inner key on a line of its own',
    };
  const next = /^[^\n]*\n[ ]*/.exec(text.slice(start))?.[0].length;
  if (next === undefined) return undefined;
  return {
    detail: 'this line is indented, and the key above has a value already',
    start: start + next,
    help: 'begin both lines at the same column',
  };
}

const readRestOfLine = (text: string, start: number): string =>
  /^[^\r\n]*/.exec(text.slice(start, start + 1000))?.[0] ?? '';

function visitNodes(contents: unknown, see: (node: ParsedNode) => void): void {
  if (!isMap(contents) && !isSeq(contents) && !isScalar(contents)) return;
  visit(contents, (_, node) => {
    if (!isPair(node)) see(node as ParsedNode);
  });
}
