import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser } from '@lezer/yaml';

/** A piece of a line, with the class by which it is coloured; empty if it has none. */
export interface YamlPiece {
  readonly text: string;
  readonly style: string;
}

/** The pieces of a line. */
export type YamlLine = readonly YamlPiece[];

const known = new Map<string, readonly YamlLine[]>();

/** The number of texts that are kept, the newest. */
const keptTexts = 40;

/** Parts a text of YAML into lines and their pieces; a text of another form has no colours. */
export function highlightYaml(text: string): readonly YamlLine[] {
  const made = known.get(text) ?? partLines(text);
  known.delete(text);
  known.set(text, made);
  const [oldest] = known.keys();
  if (known.size > keptTexts && oldest !== undefined) known.delete(oldest);
  return made;
}

/** Parts a text into lines without colours. */
export const splitYaml = (text: string): readonly YamlLine[] =>
  known.get(text) ??
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => [{ text: line, style: '' }]);

function partLines(text: string): readonly YamlLine[] {
  const lines: YamlPiece[][] = [[]];
  highlightCode(
    text.replaceAll('\r\n', '\n'),
    parser.parse(text.replaceAll('\r\n', '\n')),
    classHighlighter,
    (piece, style) => lines.at(-1)?.push({ text: piece, style }),
    () => lines.push([]),
  );
  if (lines.length > 1 && lines.at(-1)?.length === 0) lines.pop();
  return lines;
}
