import { createHash } from 'node:crypto';
import { impossible } from '../../diagnostics/impossible.ts';
import type { Json } from '../../text/json.ts';
import type { PageData } from './page-data.ts';

/** The places in the built page that are filled in. */
const [placeOfData, placeOfPolicy] = ['<!--plafond:data-->', '<!--plafond:csp-->'];

/** The line by which a file is known to be a page of the explorer. */
export const explorerMark = '<meta name="generator" content="plafond explore">';

/** The digests of what a page runs and of how it is styled, as a content security policy names them. */
export interface InlineDigests {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/**
 * Fills the built page with policies. The page may run and be styled by nothing but what was built into it; as a file it
 * may connect to nothing, and where it is served to its own server alone.
 */
export function fillPage(template: string, data: PageData): string {
  const policy = writeContentPolicy(digestInline(template), data.mode);
  const head = `${explorerMark}<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return fillPlace(fillPlace(template, placeOfPolicy, head), placeOfData, printData(data));
}

/** Fills a page that holds policies with others in their place; all else of it is left as it is. */
export const refillPage = (page: string, data: PageData): string =>
  page.replace(dataScript, () => printData(data));

/** Returns true if a text is a page that holds policies. */
export const isFilledPage = (page: string): boolean => dataScript.test(page);

const dataScript = /<script id="plafond-data" type="application\/json">.*?<\/script>/s;

const printData = (data: PageData): string =>
  `<script id="plafond-data" type="application/json">${writeScriptJson(data as unknown as Json)}</script>`;

/** Writes a content security policy: no network but, where the page is served, its own server, and no code but by digest. */
export function writeContentPolicy({ scripts, styles }: InlineDigests, mode: PageData['mode']): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    `style-src ${styles.join(' ')}`,
    'img-src data:',
    `connect-src ${mode === 'served' ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Returns the digests of the scripts and styles that stand in the text of a page. */
export function digestInline(page: string): InlineDigests {
  const digestAll = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, content = '']) => digestForPolicy(content));
  // Scripts hold texts that look like styles.
  return {
    scripts: digestAll(page, inlineScript),
    styles: digestAll(page.replace(inlineScript, ''), inlineStyle),
  };
}

const [inlineScript, inlineStyle] = [
  /<script(?: [^>]*)?>(.*?)<\/script>/gs,
  /<style(?: [^>]*)?>(.*?)<\/style>/gs,
];

const digestForPolicy = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Writes JSON so that no text in it can end the script that it stands in, nor begin a comment there. */
function writeScriptJson(value: Json): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function fillPlace(page: string, place: string, text: string): string {
  const [before, after, ...more] = page.split(place);
  if (before === undefined || after === undefined || more.length > 0)
    return impossible(`the page of the explorer has not one place ${place}`);
  return `${before}${text}${after}`;
}
