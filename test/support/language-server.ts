import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** TypeScript 7 as an editor talks to it. */
export interface LanguageServer {
  /** The names that are offered at an offset of a text, sorted; the file need not be on disk. */
  offeredIn(file: string, text: string, offset: number): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts a language server in a folder and greets it; rejects where it ends early. */
export async function languageServer(folder: string): Promise<LanguageServer> {
  const bin = path.resolve('node_modules/typescript/bin/tsc');
  const server = spawn(process.execPath, [bin, '--lsp', '--stdio'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<number, Waiting>();
  const ended = new Promise<void>((resolve) => {
    server.on('close', () => {
      for (const { reject } of waiting.values()) reject(new Error('the language server has ended'));
      resolve();
    });
  });

  let buffer = Buffer.alloc(0);
  server.stdout.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1]);
      if (end < 0 || buffer.length < end + 4 + length) return;
      receive(JSON.parse(buffer.toString('utf8', end + 4, end + 4 + length)));
      buffer = buffer.subarray(end + 4 + length);
    }
  });
  function receive({ id, method, result, error }: Message): void {
    if (method !== undefined) {
      if (id !== undefined) send({ id, result: null });
      return;
    }
    const { resolve, reject } = waiting.get(Number(id)) ?? {};
    waiting.delete(Number(id));
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  }
  function send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
  let last = 0;
  function request(method: string, params?: object): Promise<unknown> {
    send({ id: ++last, method, ...(params && { params }) });
    return new Promise((resolve, reject) => waiting.set(last, { resolve, reject }));
  }

  await request('initialize', {
    ...{ processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} },
  });
  send({ method: 'initialized', params: {} });
  return {
    async offeredIn(file, text, offset) {
      const uri = pathToFileURL(file).href;
      send({
        method: 'textDocument/didOpen',
        params: { textDocument: { uri, languageId: 'typescript', version: 1, text } },
      });
      const before = text.slice(0, offset).split('\n');
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      const found = await request('textDocument/completion', { textDocument: { uri }, position });
      send({ method: 'textDocument/didClose', params: { textDocument: { uri } } });
      const items = Array.isArray(found) ? found : ((found as { items?: unknown[] } | null)?.items ?? []);
      return items.map((item) => (item as { label: string }).label).sort();
    },
    async stop() {
      await request('shutdown');
      send({ method: 'exit' });
      await ended;
    },
  };
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}
