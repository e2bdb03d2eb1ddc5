import type { PolicyTree } from './data.ts';

/** A file to write: the digest of the text from which it was edited, and its new text. */
export interface FileEdit {
  readonly path: string;
  /** Null if the file is new. */
  readonly before: string | null;
  /** Null if the file goes. */
  readonly text: string | null;
}

/** The answer of a server that was asked to write: the paths that it wrote, or the reason why it wrote nothing. */
export type WriteAnswer = { readonly written: readonly string[] } | { readonly refused: string };

/** Fetches the policy files as they are now; undefined if the server does not answer. */
export async function fetchTree(token: string): Promise<PolicyTree | undefined> {
  try {
    const answer = await fetch('api/tree', { headers: headersOf(token) });
    return answer.ok ? ((await answer.json()) as PolicyTree) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks a server to write files. */
export async function writeFiles(token: string, files: readonly FileEdit[]): Promise<WriteAnswer> {
  try {
    const answer = await fetch('api/edits', {
      method: 'POST',
      headers: { ...headersOf(token), 'content-type': 'application/json' },
      body: JSON.stringify({ files }),
    });
    const body = (await answer.json()) as {
      readonly written?: readonly string[];
      readonly error?: string;
      readonly path?: string;
      readonly findings?: readonly {
        readonly message: string;
        readonly path: string;
        readonly line: number;
      }[];
    };
    if (answer.ok) return { written: body.written ?? [] };
    const [first] = body.findings ?? [];
    if (first) return { refused: `it does not compile: ${first.message} (${first.path}:${first.line})` };
    return { refused: body.error ?? `the server answered ${answer.status}` };
  } catch {
    return { refused: 'the server does not answer; is `plafond explore` still running?' };
  }
}

/**
 * Follows the changes of files; calls back after each, until it is stopped. The stream of events is read by `fetch`, since an
 * `EventSource` sends no header.
 */
export function followFiles(token: string, changed: () => void): () => void {
  const ending = new AbortController();
  const follow = async () => {
    while (!ending.signal.aborted) {
      await readEvents(token, ending.signal, changed);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  };
  void follow();
  return () => ending.abort();
}

async function readEvents(token: string, signal: AbortSignal, changed: () => void): Promise<void> {
  try {
    const answer = await fetch('api/events', { headers: headersOf(token), signal });
    const reader = answer.ok ? answer.body?.pipeThrough(new TextDecoderStream()).getReader() : undefined;
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      if (/^data:/m.test(part.value)) changed();
  } catch {
    // The stream is over; whoever follows opens another one.
  }
}

const headersOf = (token: string) => ({ 'x-plafond-token': token });
