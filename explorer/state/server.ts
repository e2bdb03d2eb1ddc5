import type { PolicyTree } from './data.ts';

/** Fetches the policy files as they are now; undefined if the server does not answer. */
export async function fetchTree(token: string): Promise<PolicyTree | undefined> {
  try {
    const answer = await fetch('api/tree', { headers: headersOf(token) });
    return answer.ok ? ((await answer.json()) as PolicyTree) : undefined;
  } catch {
    return undefined;
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
