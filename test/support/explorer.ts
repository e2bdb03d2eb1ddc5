import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';

/** The file of a page with nothing but the places that are filled in, and a script that shows the paths of the files. */
export const tinyPageFile = path.join(import.meta.dirname, 'tiny-page.html');

/** The text of that page. */
export const tinyPage = readFileSync(tinyPageFile, 'utf8');

/** A new folder for a test, with files in it. */
export interface ExplorerFolder {
  readonly folder: string;
  at(file: string): string;
  /** The texts of all files below the policies. */
  read(): Readonly<Record<string, string>>;
  remove(): void;
}

/** Writes files into a new folder. */
export function makeFolder(files: Readonly<Record<string, string>>): ExplorerFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-explore-'));
  const at = (file: string) => path.join(folder, file);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  }
  return {
    folder,
    at,
    read: () =>
      Object.fromEntries(
        readdirSync(at('policies'), { recursive: true, encoding: 'utf8' })
          .filter((file) => statSync(at(`policies/${file}`)).isFile())
          .sort()
          .map((file) => [file.replaceAll(path.sep, '/'), readFileSync(at(`policies/${file}`), 'utf8')]),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const plain = chooseColours(false);
const facts = { version: '1.2.3', folder: process.cwd(), width: 100, today: '2027-01-31' };

/** Runs a line of `plafond explore` over a folder; without `stay` it cannot serve. */
export async function runExplore(
  { at }: Pick<ExplorerFolder, 'at'>,
  argv: readonly string[],
  { explorerPage = tinyPageFile, ...more }: Partial<Parameters<typeof openIo>[0]> = {},
) {
  const io = openIo({ ...facts, colours: { out: plain, err: plain }, explorerPage, ...more });
  const {
    out,
    err = '',
    exit,
  } = await answerLine(['explore', '--policies', at('policies'), ...argv], registry, io);
  return { out: String(out), err, exit };
}

/** An answer of the server. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request; by default it is as the page itself would send it. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string;
}

/** The explorer over a folder, served until it is ended. */
export interface ServedFolder {
  readonly port: number;
  readonly address: string;
  /** The token in the address. */
  readonly entry: string;
  ask(target: string, asked?: Asked): Promise<Answered>;
  /** Exchanges the token of the address, as the first page does. */
  open(): Promise<string>;
  /** Ends the server as Ctrl-C does, and gives what the command answered. */
  end(): Promise<{ readonly out: string; readonly err: string; readonly exit: number }>;
}

/** Serves the explorer over a folder. */
export async function serveFolder(
  folder: Pick<ExplorerFolder, 'at'>,
  argv: readonly string[] = [],
  more: Partial<Parameters<typeof openIo>[0]> = {},
): Promise<ServedFolder> {
  let interrupt = () => {};
  let announce: (text: string) => void = () => {};
  const announced = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const ended = runExplore(folder, argv, {
    ...more,
    stay(text) {
      announce(text);
      return new Promise((resolve) => {
        interrupt = resolve;
      });
    },
  });
  const text = await Promise.race([announced, ended.then(({ err }) => Promise.reject(new Error(err)))]);
  const [address = '', port = '', entry = ''] =
    /http:\/\/127\.0\.0\.1:(\d+)\/#token=([\w-]+)/.exec(text) ?? [];
  const ask = (target: string, asked: Asked = {}) => askServer(Number(port), target, asked);
  return {
    port: Number(port),
    address,
    entry,
    ask,
    async open() {
      const { text: said } = await ask('/api/session', {
        method: 'POST',
        headers: { 'x-plafond-token': entry },
        body: '{}',
      });
      return (JSON.parse(said) as { readonly token: string }).token;
    },
    end() {
      interrupt();
      return ended;
    },
  };
}

function askServer(
  port: number,
  target: string,
  { method = 'GET', headers = {}, body }: Asked,
): Promise<Answered> {
  const own = {
    host: `127.0.0.1:${port}`,
    ...(body !== undefined &&
      headers['transfer-encoding'] === undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...(method !== 'GET' && { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' }),
  };
  const sent = Object.entries({ ...own, ...headers }).filter(([, value]) => value !== undefined);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, method, path: target, agent: false, setHost: false },
        headers: Object.fromEntries(sent) as Record<string, string | string[]>,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece) => {
          text += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
