import type { Policies } from '../../compiler/library/answers.ts';
import { keptOf, matrixOf } from '../../compiler/library/kept-policies.ts';
import { compile } from '../../compiler/library.ts';
import type { DocumentHead } from '../../compiler/model/document-head.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Unreadable } from '../../compiler/text/files.ts';
import type { PolicyTree } from './data.ts';

/** Policies that were read and compiled, with the texts that they were read from. */
export interface World {
  readonly name: string;
  /** The bytes of the files by path; files with the same bytes are not read twice. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The files that could not be read, with the reason. */
  readonly unreadable: Readonly<Record<string, Unreadable>>;
  readonly stored: readonly unknown[] | undefined;
  readonly policies: Policies;
  /** The sentence on a base that has its policies in another folder. */
  readonly note?: string;
  /** Absent if the policies are too broken to say anything. */
  readonly matrix?: Matrix;
  /** The documents that the matrix is without, since they have errors or depend on others that do. */
  readonly leftOut: readonly DocumentHead[];
}

/** New texts of files by path; null for a file that goes. */
export type FileChanges = ReadonlyMap<string, string | null>;

/** Reads and compiles a tree. After another world of the same folder only what differs is read. */
export function openWorld(
  { name, files, bytes: others = {}, unreadable = {}, note }: PolicyTree,
  stored: readonly unknown[] | undefined,
  after?: World,
): World {
  const bytes = new Map(
    [
      ...Object.entries(files).map(([path, text]) => [path, encoder.encode(text)] as const),
      ...Object.entries(others).map(([path, text]) => [path, decodeBase64(text)] as const),
    ].map(([path, own]) => [path, takeBytes(own, after?.files.get(path))] as const),
  );
  return {
    ...makeWorld({ name, files: bytes, unreadable, stored }, after),
    ...(note !== undefined && { note }),
  };
}

/** Returns a world in which some files have other texts. */
export function changeWorld(world: World, changes: FileChanges): World {
  if (changes.size === 0) return world;
  const files = new Map(world.files);
  for (const [path, text] of changes) {
    if (text === null) files.delete(path);
    else files.set(path, encoder.encode(text));
  }
  return makeWorld({ ...world, files }, world);
}

/** Returns the texts of the files that another world has otherwise; null for one that it does not have. */
export function listFileChanges(before: World, after: World): FileChanges {
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].sort();
  return new Map(
    paths.flatMap((path) => {
      const [was, is] = [fileText(before, path), fileText(after, path)];
      return was === is ? [] : [[path, is ?? null] as const];
    }),
  );
}

/** Returns the text of a file; undefined if there is none. */
export function fileText(world: World, path: string): string | undefined {
  const bytes = world.files.get(path);
  return bytes && decoder.decode(bytes);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const decodeBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

function takeBytes(bytes: Uint8Array, known: Uint8Array | undefined): Uint8Array {
  const isSame = known?.length === bytes.length && known.every((byte, at) => byte === bytes[at]);
  return isSame && known ? known : bytes;
}

function makeWorld(
  { name, files, unreadable, stored }: Pick<World, 'name' | 'files' | 'unreadable' | 'stored'>,
  after?: World,
): World {
  const all = { ...Object.fromEntries(files), ...unreadable };
  const policies = compile(all, { stored, before: after?.policies });
  const { policy, leftOut } = keptOf(policies).outcome;
  return {
    name,
    files,
    unreadable,
    stored,
    policies,
    ...(policy && { matrix: matrixOf(policies) }),
    leftOut,
  };
}
