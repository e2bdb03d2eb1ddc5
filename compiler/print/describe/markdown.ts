import { writeInert } from '../../text/markdown.ts';
import type { SentencePage } from './make-page.ts';

/** Prints a page of sentences as Markdown, in which no name acts. */
export const printPageMarkdown = ({ title, sentences, sections }: SentencePage): string =>
  [
    `# ${writeInert(title)}\n`,
    sentences.length > 0 ? `\n${sentences.map((one) => `- ${writeInert(one)}\n`).join('')}` : '',
    ...sections.map(
      ({ heading, items }) =>
        `\n## ${writeInert(heading)}\n\n${items.map((one) => `- ${writeInert(one)}\n`).join('')}`,
    ),
  ].join('');
