import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import type { Cache } from './cache.ts';
import { hashContent } from './hash-content.ts';

/** A script that was loaded and run. */
export interface LoadedScript<T> {
  readonly exports: T;
  /** Keeps the machine code of the script for the next run, unless it was kept already. */
  keep(): void;
}

/** The folders in which machine code of scripts is kept. */
export interface ScriptCaches {
  /** The cache that the build filled; nothing is written there. */
  readonly ofBuild: Cache;
  /** The cache of the user, if one is wanted. */
  readonly ofUser?: Cache | undefined;
}

/**
 * Runs a script of CommonJS. V8 compiles a function when it is first called; what it compiled in an earlier run for the
 * same `purpose` is taken from a cache, under the digest of the script. V8 refuses what another version of it compiled. The
 * script cannot import: it requires.
 */
export function loadScript<T>(
  file: string,
  purpose: string,
  { ofBuild, ofUser }: ScriptCaches,
): LoadedScript<T> {
  const { text, digest } = readScript(file);
  const keyIn = (cache: Cache) => cache.keyOf('script', digest, purpose);
  const readKnown = () => ofBuild.readBytes(keyIn(ofBuild)) ?? ofUser?.readBytes(keyIn(ofUser));
  const { script, isKnown } = compileScript(file, text, readKnown);
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module, createRequire(file), file);
  return {
    exports: module.exports as T,
    keep() {
      if (ofUser && !isKnown) ofUser.write(keyIn(ofUser), script.createCachedData());
    },
  };
}

// These functions end before the script runs, and let go of the megabytes that they read: with these V8 would collect garbage
// once more.

/** Reads a script, as a function of what Node gives CommonJS. */
function readScript(file: string): { readonly text: string; readonly digest: string } {
  const bytes = readFileSync(file);
  // esbuild writes ASCII: as a text of single bytes it is made faster, and takes half of the memory.
  const text = Buffer.concat([opening, bytes, closing]).toString('latin1');
  return { text, digest: hashContent(bytes) };
}

const [opening, closing] = [Buffer.from('(function (module, require, __filename) {'), Buffer.from('\n})')];

/** Compiles a script with the machine code that is known of it, if there is any that fits. */
function compileScript(file: string, text: string, readKnown: () => Buffer | undefined) {
  const known = readKnown();
  const script = new Script(text, { filename: file, ...(known && { cachedData: known }) });
  return { script, isKnown: known !== undefined && script.cachedDataRejected === false };
}
