import { inert } from '../../text/markdown.ts';
import type { SentencePage } from './make-page.ts';

/** Prints a page of sentences as Markdown, in which no name acts. */
export const printPageMarkdown = ({ title, sentences, sections }: SentencePage): string =>
  [
    `# ${inert(title)}\n`,
    sentences.length > 0 ? `\n${sentences.map((one) => `- ${inert(one)}\n`).join('')}` : '',
    ...sections.map(
      ({ heading, items }) => `\n## ${inert(heading)}\n\n${items.map((one) => `- ${inert(one)}\n`).join('')}`,
    ),
  ].join('');
