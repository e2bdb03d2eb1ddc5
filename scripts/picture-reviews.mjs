/**
 * Draws the comments on the pull requests of test/reviews as pictures for docs/review.md, as GitHub shows them: one PNG for each,
 * named after its folder. Needs a Chromium, at $CHROMIUM or /usr/bin/chromium. `node scripts/picture-reviews.mjs`
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { chromium } from 'playwright-core';

const root = path.join(import.meta.dirname, '..');
const reviews = path.join(root, 'test/reviews');
const out = path.join(root, 'docs/reviews');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The look of a comment on GitHub, with fonts that every system has. */
const style = `
body { margin: 0; padding: 16px; width: 820px; background: #fff; color: #1f2328; font: 14px/1.5 "Liberation Sans", Arial, sans-serif; }
main { border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 16px 12px; overflow-wrap: anywhere; }
h2 { font-size: 20px; padding-bottom: 6px; border-bottom: 1px solid #d1d9e0; margin: 16px 0 12px; }
h3 { font-size: 17px; margin: 18px 0 10px; }
code { background: #eff1f3; border-radius: 6px; padding: 2px 5px; font: 12px "Liberation Mono", monospace; }
table { border-collapse: collapse; overflow-wrap: break-word; }
th, td { border: 1px solid #d1d9e0; padding: 5px 10px; }
tr:nth-child(2n) { background: #f6f8fa; }
summary { font-weight: 600; margin: 6px 0; }
li { margin: 4px 0; }
sub { font-size: 11px; color: #59636e; }
blockquote { border-left: 4px solid #d1242f; margin: 12px 0; padding: 0 12px; color: #59636e; }
`;

if (!existsSync(executablePath)) {
  process.stderr.write(`no Chromium at ${executablePath}; say where one is with CHROMIUM\n`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath });
const page = await browser.newPage({ viewport: { width: 852, height: 400 }, deviceScaleFactor: 1 });
for (const name of readdirSync(reviews)
  .filter((one) => one !== 'base')
  .sort()) {
  const comment = readFileSync(path.join(reviews, name, 'expected.md'), 'utf8');
  const html = micromark(comment, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${style}</style><main>${html}</main>`);
  const picture = await page.screenshot({ fullPage: true, type: 'png' });
  writeFileSync(path.join(out, `${name}.png`), picture);
  process.stdout.write(`docs/reviews/${name}.png ${picture.length} bytes\n`);
}
await browser.close();
