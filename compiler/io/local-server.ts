import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { explainDiskError } from './disk.ts';
import { DiskError } from './writer/disk-calls.ts';

/** A question to the server, of which only the head was read. */
export interface LocalRequest {
  readonly method: string;
  /** The target as it was sent: a path, with a query if there is one. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** The values of the `Host` header, as many as were sent. */
  readonly hosts: readonly string[];
  /** Reads the body; undefined if it is larger than the server takes. */
  readBody(): Promise<Uint8Array | undefined>;
}

/** An answer of the server. */
export interface LocalResponse {
  readonly status: number;
  readonly type: 'text/html' | 'application/json' | 'text/event-stream';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * Starts a stream on the open connection: gets a function that sends text, and returns the function that ends the
   * stream.
   */
  readonly stream?: (send: (text: string) => void) => () => void;
}

/** A server on this machine that is at work. */
export interface LocalServer {
  readonly port: number;
  /** Rejects with the error of an answer that failed without a refusal, which is a bug. */
  readonly failed: Promise<never>;
  /** Ends the server and all its connections. */
  end(): Promise<void>;
}

/** The way in which a server answers, and what it takes. */
export interface LocalServerOptions {
  /** The port; with 0 the system chooses a free one. */
  readonly port: number;
  /** The most bytes of a body. */
  readonly mostBytes: number;
  readonly answer: (request: LocalRequest, port: number) => LocalResponse | Promise<LocalResponse>;
}

/** The headers of every answer: nothing is kept, framed, guessed, or told to others. */
const everyHeader: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** The most time, in milliseconds, that a client takes for a question, and the most connections at a time. */
const [patience, mostConnections] = [30_000, 256];

/** Opens a server that only this machine can reach. Throws `DiskError` if the port cannot be had. */
export async function openLocalServer({ port, mostBytes, answer }: LocalServerOptions): Promise<LocalServer> {
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // The error is for whoever waits for `failed`; if nobody does, it must not end the process.
  failed.catch(() => {});
  const server = createServer(
    { requestTimeout: patience, headersTimeout: patience },
    (incoming, response) => {
      const address = server.address() as AddressInfo;
      Promise.resolve(readRequest(incoming, mostBytes))
        .then((request) => answer(request, address.port))
        .then((said) => send(response, said))
        .catch((error: unknown) => {
          // A client that went away before its request was read is no fault.
          if (incoming.destroyed && !incoming.complete) return;
          if (!response.headersSent)
            send(response, { status: 500, type: 'application/json', body: '{"error":"a bug in plafond"}' });
          fail(error);
        });
    },
  );
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new DiskError(`cannot serve on port ${port}: ${explainPortError(error)}`)),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    failed,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explainPortError(error: Error): string {
  const code = 'code' in error ? error.code : '';
  return code === 'EADDRINUSE' ? 'another program uses it' : explainDiskError(error);
}

function readRequest(incoming: IncomingMessage, mostBytes: number): LocalRequest {
  const { method = '', url = '', headers, rawHeaders } = incoming;
  const hosts = rawHeaders.filter((_, at) => at % 2 === 1 && /^host$/i.test(rawHeaders[at - 1] ?? ''));
  return { method, target: url, headers, hosts, readBody: () => readBody(incoming, mostBytes) };
}

async function readBody(incoming: IncomingMessage, mostBytes: number): Promise<Uint8Array | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > mostBytes) return undefined;
  const pieces: Uint8Array[] = [];
  let size = 0;
  // The connection has to outlive the reading, or the refusal would not arrive.
  for await (const piece of incoming.iterator({ destroyOnReturn: false })) {
    size += piece.length;
    if (size > mostBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function send(response: ServerResponse, { status, type, headers, body, stream }: LocalResponse): void {
  const { req: incoming } = response;
  const isHeard = incoming.complete;
  response.writeHead(status, {
    ...everyHeader,
    'Content-Type': `${type}; charset=utf-8`,
    // The rest of a body that was refused is not read.
    ...(!isHeard && { Connection: 'close' }),
    ...headers,
  });
  if (!stream) {
    response.end(body);
    return;
  }
  response.write(body);
  const stop = stream((text) => response.write(text));
  response.once('close', stop);
}
