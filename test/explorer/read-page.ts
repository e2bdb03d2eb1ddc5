import type { Page } from 'playwright-core';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { textOf } from '../support/io.ts';

const plain = chooseColours(false);
const io = openIo({
  ...{ version: '1.2.3', folder: process.cwd(), width: 100, today: '2027-01-31' },
  colours: { out: plain, err: plain },
});

/** Asks the command line about a policies folder. */
export const askCommand = async <T>(policies: string, ...words: readonly string[]): Promise<T> =>
  JSON.parse(await askText(policies, ...words, '--format', 'json')) as T;

/** Asks the command line about a policies folder, for people to read. */
export async function askText(policies: string, ...words: readonly string[]): Promise<string> {
  const { out } = await answerLine([...words, '--policies', policies], registry, io);
  return textOf(out);
}

/** Goes to a place of the page that is open. When it returns, the page shows that place and nothing of the one before. */
export async function goTo(page: Page, hash: string) {
  await page.evaluate(async (to) => {
    const before = location.href;
    // The page listened first, and draws before whoever listens after it goes on.
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = to;
    if (location.href !== before) await changed;
  }, hash);
}

/** Writes the place of a view with choices. */
export const place = (view: string, params: Readonly<Record<string, string>>) =>
  `/${view}?${new URLSearchParams(params)}`;

/** Sentences as the page shows them, with its own marks in the place of backticks. */
export const shownWords = (text: string) => text.replaceAll('`', '').replace(/\s+/g, ' ').trim();

/** Reads all rows of a table of the page, which draws only those in sight: so it is scrolled through. */
export const readTable = (page: Page, label: string): Promise<readonly (readonly string[])[]> =>
  page.evaluate(async (name) => {
    const frame = document.querySelector(`.table-frame[aria-label=${JSON.stringify(name)}]`);
    const rows = new Map<string, readonly string[]>();
    if (!frame) return [];
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (let top = 0; top < frame.scrollHeight; top += Math.max(60, frame.clientHeight - 60)) {
      frame.scrollTo(0, top);
      await drawn();
      for (const row of frame.querySelectorAll('tr[aria-rowindex]'))
        rows.set(
          row.getAttribute('aria-rowindex') ?? '',
          [...row.querySelectorAll('td')].map(({ textContent }) => textContent ?? ''),
        );
    }
    return [...rows.values()];
  }, label);
