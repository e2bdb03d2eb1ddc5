// Measures how long the page of the explorer takes in a browser, and how large it is.
//
//   npm run build && node bench/explorer.mjs [tenants] [roles of the large catalog]
//
// Writes the page of the real policies, of a fleet (1,000 tenants, ten roles that they share, 2,475 permissions) and of a
// catalog as large as Odoo's (126 roles, 24,500 permissions) as files, opens each in Chromium (CHROMIUM names another one), and
// prints: the size of the file, as it is and compressed; the time from opening it until the matrix is filled; from a click on a
// cell to its explanation; from a switched box of the role to what that changes in all tenants; and frames a second, of 60, while
// the matrix is scrolled: that of a role downwards, and that of all roles side by side downwards and across. Times are the middle
// of five.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const [tenants = '1000', roles = '126'] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-explorer-'));
const [size, times] = [{ width: 1400, height: 900 }, 5];

const run = (args, env) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, args, {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
};

/** The pages: how each is written, and the tenant and role that are looked at. */
const worlds = [
  ['the real policies', (file) => run(['dist/plafond.js', 'explore', '--out', file])],
  [
    `${tenants} tenants`,
    (file) => run(['bench/fleet.mjs', '--shared', tenants, '10', 'explore', '--out', file]),
  ],
  [
    `${roles} roles, 24,500 cells`,
    (file) =>
      run(['bench/fleet.mjs', '--shared', '2', roles, 'explore', '--out', file], {
        ...{ MODELS: '700', PROPERTIES: '15' },
      }),
  ],
];

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const show = (milliseconds) => `${Math.round(milliseconds)} ms`;

/** Runs before the page: notes when the first square of the matrix is drawn. */
const noteFilled = () => {
  const look = () => {
    if (document.querySelector('button.square')) window.filledAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

/** Runs in the page: clicks something, and waits until something else is drawn; null if nothing changes for some seconds. */
const measureClick = async ([click, which, shown, without]) => {
  // A message that is posted in a frame comes when that frame was laid out and painted.
  const drawn = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      requestAnimationFrame(() => port2.postMessage(null));
    });
  const seen = () => [...document.querySelectorAll(shown)].map(({ textContent }) => textContent).join();
  const all = document.querySelectorAll(click);
  const target = all[which % all.length];
  if (!target) throw new Error(`there is no ${click}`);
  const before = seen();
  const start = performance.now();
  target.click();
  while (seen() === before || seen() === '' || (without && document.querySelector(without))) {
    await drawn();
    if (performance.now() - start > 10_000) return null;
  }
  return performance.now() - start;
};

/** Runs in the page: scrolls by so many pixels a frame, and returns how many frames a second are drawn. */
const measureScroll = async ([down, across]) => {
  const frame = document.querySelector('.grid-frame');
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < 1000; count++) {
    frame.scrollTop = (count * down) % Math.max(1, frame.scrollHeight - frame.clientHeight);
    frame.scrollLeft = (count * across) % Math.max(1, frame.scrollWidth - frame.clientWidth);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return (count * 1000) / (performance.now() - start);
};

/** Goes to a view of the tenant and role that are open. */
const goTo = async (page, view) => {
  await page.evaluate((to) => {
    location.hash = to;
  }, `/${view}`);
  await page.waitForSelector(
    view.startsWith('matrix')
      ? 'button.square'
      : '.role-form input[type=checkbox]:not([aria-disabled=true], :disabled)',
  );
};

/** Clicks one thing after the other until five of them have changed something, and returns how long each took. */
const clickSome = async (page, click, shown, without) => {
  const took = [];
  for (let which = 2; took.length < times && which < 4 * times; which++) {
    const time = await page.evaluate(measureClick, [click, which, shown, without]);
    if (time !== null) took.push(time);
  }
  if (took.length === 0) throw new Error(`nothing happens where one clicks ${click}`);
  return took;
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  process.stdout.write(
    '| | file | gzip | opened | cell | box | scrolled | all roles |\n|---|---|---|---|---|---|---|---|\n',
  );
  for (const [at, [name, write]] of worlds.entries()) {
    const file = path.join(folder, `${at}.html`);
    write(file);
    const bytes = readFileSync(file);
    const opened = [];
    let page = await browser.newPage({ viewport: size });
    for (let time = 0; time < times; time++) {
      await page.close();
      page = await browser.newPage({ viewport: size });
      page.setDefaultTimeout(0);
      await page.addInitScript(noteFilled);
      await page.goto(pathToFileURL(file).href);
      await page.waitForFunction(() => window.filledAt !== undefined);
      opened.push(await page.evaluate(() => window.filledAt));
    }
    const clicked = await clickSome(page, 'button.square', '#cell-title, .trail', '');
    const scrolled = await page.evaluate(measureScroll, [120, 0]);
    await goTo(page, 'matrix?subject=*');
    const acrossRoles = await page.evaluate(measureScroll, [120, 40]);
    await goTo(page, 'roles');
    const switched = await clickSome(
      page,
      '.role-form input[type=checkbox]:not([aria-disabled=true], :disabled)',
      ...['aside.effect [role=status]', 'aside.effect[aria-busy=true]'],
    );
    const cells = [
      ...[name, `${Math.round(bytes.length / 1024)} kB`, `${Math.round(gzipSync(bytes).length / 1024)} kB`],
      ...[middle(opened), middle(clicked), middle(switched)].map(show),
      ...[scrolled, acrossRoles].map((frames) => `${Math.round(frames)} frames/s`),
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
    await page.close();
  }
  process.stdout.write('\nGoals: 1.5 MB and 450 kB; 1 s, 4 s and 3 s; 50 ms; 150 ms and 1 s; 60 frames/s.\n');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
