import { escapeMarkup } from '../../text/markup.ts';
import type { SentencePage } from './make-page.ts';

/** Prints a page of sentences as HTML: it holds no script, loads nothing, and shows every text of the policies as text. */
export const printPageHtml = ({ title, sentences, sections }: SentencePage): string =>
  [
    makeHead(title),
    `<h1>${markCode(title)}</h1>\n`,
    printList(sentences),
    ...sections.map(({ heading, items }) => `<h2>${markCode(heading)}</h2>\n${printList(items)}`),
    '</body>\n</html>\n',
  ].join('');

const makeHead = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title.replaceAll('`', ''))}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; margin: 2rem auto; max-width: 52rem; padding: 0 1rem }
code { background: #eef2f6; padding: 0 .2rem; overflow-wrap: anywhere }
h2 { border-bottom: 1px solid #c9d1d9; margin-top: 2rem }
li { margin: .3rem 0 }
</style>
</head>
<body>
`;

const printList = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>\n${items.map((item) => `<li>${markCode(item)}</li>\n`).join('')}</ul>\n`;

/** Escapes a sentence, with what stands in backticks as code. */
const markCode = (words: string): string =>
  words
    .split('`')
    .map((piece, at) => (at % 2 === 1 ? `<code>${escapeMarkup(piece)}</code>` : escapeMarkup(piece)))
    .join('');
