import type { FastifyInstance } from 'fastify';
import { Refusal } from './refusals.ts';

/** The bytes that a body may have. The largest that a route here accepts, a role that names all it grants, is a third of it. */
export const bodyLimit = 64 * 1024;

/** The objects and lists that may stand in one another: a filter in a role's portfolio is the deepest. All other bodies are flat. */
const depthLimit = 16;

/**
 * Reads bodies as JSON and as nothing else: UTF-8, not deep, no key twice, none that reaches a prototype. What a
 * second reader could take for something else is refused before any code of the service sees it.
 */
export function acceptJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const text = decode(body);
      checkStructure(text);
      parse(request, text, done);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  app.addHook('preValidation', async ({ body, is404, routeOptions }) => {
    const isExpected = is404 || routeOptions.schema?.body !== undefined;
    if (!isExpected && body !== undefined && body !== null) throw new Refusal(400, 'This takes no body');
    if (!holdsText(body)) throw new Refusal(400, 'It holds text that cannot be kept');
  });
}

/** Reads UTF-8, and refuses bytes that are none: replaced by a sign, they would be kept as something else. */
function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Refusal(400, 'The body is not UTF-8');
  }
}

/** Refuses brackets that would use up the stack, and keys of which one reader takes the first and another the last. */
function checkStructure(text: string): void {
  const open: Set<string>[] = [];
  // A text that does not end is taken to the end: tried again from each of its quotes, it would take seconds.
  for (const [token, name, isKey] of text.matchAll(/("(?:[^"\\]|\\.)*"?)(\s*:)?|[[\]{}]/gs)) {
    if (name !== undefined) {
      if (isKey !== undefined) addKey(open.at(-1), name);
    } else if (token === '{' || token === '[') {
      if (open.push(new Set()) > depthLimit) throw new Refusal(400, 'The body is nested too deeply');
    } else open.pop();
  }
}

/** Adds a key to those of its object, as it reads without escapes; what is no JSON is left to the parser. */
function addKey(keys: Set<string> | undefined, name: string): void {
  const key: unknown = parseName(name);
  if (typeof key !== 'string' || !keys) return;
  if (keys.has(key)) throw new Refusal(400, 'The body has a key twice');
  keys.add(key);
}

function parseName(name: string): unknown {
  try {
    return JSON.parse(name);
  } catch {
    return undefined;
  }
}

/**
 * Returns true if no text in a value has half of a surrogate pair: JSON can say `\ud800`, and a database would keep
 * other text.
 */
function holdsText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value !== 'object' || value === null || Object.values(value).every(holdsText);
}
