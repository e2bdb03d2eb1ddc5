import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { runExplore } from '../support/explorer.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The page as it was built. */
export const builtPage = path.resolve(import.meta.dirname, '../../dist/explorer.html');

/** A page in the browser, and what happened there since it was opened. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The addresses of everything that the page asked for, but for the page itself. */
  readonly requests: readonly string[];
  /** The errors that no script caught, and what was written as an error to the console. */
  readonly errors: readonly string[];
  /** The directives of the content security policy that stopped something. */
  readonly violations: readonly string[];
}

/** The way in which a page is opened: `at` is what stands behind `#` in the address. */
export interface VisitOptions extends BrowserContextOptions {
  readonly at?: string;
}

/** A browser for the tests of a file. Every page is closed after its test. */
export interface SharedBrowser {
  /** Opens an address in a context of its own. */
  visit(address: string, options?: VisitOptions): Promise<Visit>;
  /** Opens an offline file. */
  openFile(file: string, options?: VisitOptions): Promise<Visit>;
}

/** Starts a browser for the tests of a file, and ends it after them. */
export function shareBrowser(args: readonly string[] = []): SharedBrowser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(args);
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  const visit = async (address: string, { at, ...options }: VisitOptions = {}) =>
    openVisit(await browser.newContext(options), at === undefined ? address : `${address}#${at}`);
  return { visit, openFile: (file, options) => visit(pathToFileURL(file).href, options) };
}

function startBrowser(args: readonly string[]): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(
      `There is no browser at ${executablePath}: apt-get install chromium, or set CHROMIUM to another`,
    );
  return chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update', ...args],
    ],
  });
}

async function openVisit(context: BrowserContext, address: string): Promise<Visit> {
  const requests: string[] = [];
  const errors: string[] = [];
  const violations: string[] = [];
  const [place] = address.split('#');
  // However slow the machine is, nothing takes so long: what comes no more is to be said, not awaited for ever.
  context.setDefaultTimeout(30 * 60_000);
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!(request.isNavigationRequest() && request.url().split('#')[0] === place))
      requests.push(request.url());
  });
  // The browser tells of what its policy stopped as if it had been asked for.
  page.on('requestfailed', (request) => {
    const at = requests.indexOf(request.url());
    if (at !== -1 && /csp/i.test(request.failure()?.errorText ?? '')) requests.splice(at, 1);
  });
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    errors.push(message.text());
    const [, directive] = /Content Security Policy directive:? ["']([\w-]+)/.exec(message.text()) ?? [];
    if (directive !== undefined) violations.push(directive);
  });
  await page.goto(address);
  return { page, context, requests, errors, violations };
}

/** Writes a policies folder as an offline file, into a folder that goes after the tests. */
export async function writeOfflineFile(
  policies: string,
  argv: readonly string[] = [],
  explorerPage = builtPage,
): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-explorer-'));
  left.push(folder);
  const file = path.join(folder, 'explorer.html');
  const at = (name: string) => (name === 'policies' ? path.resolve(policies) : path.join(folder, name));
  const { err, exit } = await runExplore({ at }, ['--out', file, ...argv], { explorerPage });
  if (exit > 1) throw new Error(err);
  return file;
}

const left: string[] = [];
afterAll(() => {
  for (const folder of left.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs axe-core in a page and returns what it finds wrong, one line for each place. */
export async function findAxeViolations(page: Page): Promise<readonly string[]> {
  // A script of another origin may not run in the page; what the browser's own tools evaluate may.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} – ${target.join(' ')}: ${failureSummary}`),
  );
}
