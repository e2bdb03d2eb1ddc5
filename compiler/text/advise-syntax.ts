import type { ErrorCode, YAMLParseError, YAMLWarning } from 'yaml';

/** Advice on what the parser complains of, by its code and where that says too little by its words. */
export function adviseSyntax({ code, message }: YAMLParseError | YAMLWarning): string {
  const [, advice] = adviceByWords.find(([words]) => words.test(message)) ?? [];
  return advice ?? adviceByCode[code];
}

const quoteAll = 'put quotes around the text';
const sameColumn = 'begin the keys of one map at the same column';
const begunBelow = 'write the text on the lines below, or put quotes around one that begins with `|` or `>`';

/** Advice by the beginning of the words of a complaint. */
const adviceByWords: readonly (readonly [words: RegExp, advice: string])[] = [
  [/^All sequence items/, 'begin the `-` of one list at the same column'],
  [/^Block scalars with more-indented/, 'take the spaces out of the empty lines before the text'],
  [/^Block scalar values/, 'indent the text below `|` or `>` with spaces, further than its key'],
  [/^(Block scalar header|Not a YAML token)/, begunBelow],
  [/^Flow /, 'close it, and indent all its lines further than its key'],
  [/^Block collection cannot start/, 'begin on the line below `---`'],
  [/^Comments must/, `write a space before \`#\`, or ${quoteAll}`],
  [/^Implicit map keys/, 'write `key: value`; a comment begins with `#`'],
  [/^Implicit keys of flow/, 'write a comma between the items, and a list in brackets without `-`'],
  [/^Missing , /, `write a comma between the items, or ${quoteAll}`],
  [/^Missing space after :/, 'write a space behind the `:`'],
  [/^Missing directives-end/, 'write `---` on a line of its own below those that begin with `%`'],
  [/^Missing newline/, 'begin the list on the next line'],
  [/^Sequence item without/, 'begin the item with `- `, or indent the line as those of the item above'],
  [/^Tags and anchors/, `write a space behind the tag or the anchor, or ${quoteAll}`],
  [/^Unexpected .* at node end/, `let nothing follow the value on its line, or put quotes around all of it`],
  [/^Unexpected (,|empty item) in/, 'take the comma away, or write the item that is missing before it'],
];

/** Advice for every code of the parser, whatever its words. */
const adviceByCode: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'write the alias alone, without a tag or an anchor',
  BAD_ALIAS: 'put quotes around a text that begins with `*` or `&`',
  BAD_COLLECTION_TYPE: 'take the tag away',
  BAD_DIRECTIVE: 'take the line away: policies need none that begins with `%`',
  BAD_DQ_ESCAPE: 'write `\\\\` for a backslash, or put the text in single quotes',
  BAD_INDENT: sameColumn,
  BAD_PROP_ORDER: 'write the anchor or the tag behind the `-`, `?` or `:`',
  BAD_SCALAR_START: quoteAll,
  BLOCK_AS_IMPLICIT_KEY: sameColumn,
  BLOCK_IN_FLOW: 'write a list in brackets as `[a, b]`, and a map as `{ a: b }`',
  DUPLICATE_KEY: 'keep one of the two',
  IMPOSSIBLE: 'write these lines in another way',
  KEY_OVER_1024_CHARS: 'shorten the key',
  MISSING_CHAR: quoteAll,
  MULTILINE_IMPLICIT_KEY: 'write the key and its `:` on one line; a comment begins with `#`',
  MULTIPLE_ANCHORS: 'keep one of them',
  MULTIPLE_DOCS: 'write `---` between the documents',
  MULTIPLE_TAGS: 'take them away',
  NON_STRING_KEY: 'put quotes around the key',
  RESOURCE_EXHAUSTION: 'nest maps and lists less deeply',
  TAB_AS_INDENT: 'indent with spaces',
  TAG_RESOLVE_FAILED: `take the tag away, or ${quoteAll} that begins with \`!\``,
  UNEXPECTED_TOKEN: `${quoteAll}, or write what stands here on a line of its own`,
};
