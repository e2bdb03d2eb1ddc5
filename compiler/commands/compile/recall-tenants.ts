import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findDocuments, type KnownDocuments, loadBeside } from '../../compile.ts';
import { hashContent, hashFile } from '../../io/hash-content.ts';
import type { KeptFiles } from '../../io/keep-files.ts';
import type { ArtifactDigest, KeptBundle, KeptTenants } from '../../model/artifact.ts';
import type { Parsed } from '../../model/document.ts';
import { findOwner } from '../../model/find-owner.ts';
import { fileLimit, isPolicyFile } from '../../model/policy-files.ts';
import type { OwnDigests } from '../../targets/bundle/list-role-documents.ts';
import { listTenantPaths } from '../../targets/list-tenant-paths.ts';
import type { Source } from '../../text/source.ts';
import type { Io } from '../command.ts';
import { chooseFolder } from './choose-folder.ts';
import type { KnownFiles } from './compare-folder.ts';
import type { CompileArguments } from './compile-arguments.ts';
import type { PackedFile, PackedTenant, PackedTenants } from './pack-tenants.ts';
import { readManifestText } from './refuse-loss.ts';

/** The tenants that nothing changed for since a folder was written, and the documents that need not be read for them. */
export interface RecalledTenants {
  readonly documents: KnownDocuments;
  readonly kept: KeptTenants;
  readonly files: KnownFiles;
}

/**
 * Recalls the tenants that need not be compiled again: their files and all files of no tenant alone are the same to the byte as
 * when the folder was written, and what was written of them is still there. Undefined if there are none.
 */
export function recallTenants(
  args: CompileArguments,
  keptFiles: KeptFiles,
  io: Io,
): RecalledTenants | undefined {
  const text = args.tenant === undefined ? io.cache?.read(keyOf(args, io)) : undefined;
  const packed = text === undefined ? undefined : (JSON.parse(text) as PackedTenants);
  const isSame = ([file, digest]: readonly [...PackedFile, ...unknown[]]): boolean =>
    keptFiles.digests.get(file) === digest;
  if (!packed?.common.every(isSame)) return undefined;
  const documents: KnownDocuments = { loaded: new WeakMap(), valid: new WeakSet() };
  const changed = findChangedTenants(packed, documents, args.policies, keptFiles);
  if (!changed) return undefined;
  const candidates = Object.entries(packed.tenants).filter(
    ([name, { isKept, files, tables }]) =>
      isKept && !changed.has(name) && files.every(isSame) && tables.every(isSame),
  );
  if (candidates.length === 0) return undefined;
  const { folder } = chooseFolder(args, packed.settings, io);
  const written = readWritten(
    folder,
    packed.manifest,
    candidates.map(([name]) => name),
  );
  if (!written) return undefined;
  const { artifacts, bundle, digests, ownDigests } = written;
  const kept = candidates.filter(([name]) => artifacts.has(name));
  if (kept.length === 0) return undefined;
  for (const [, { files }] of kept) knowDocuments(files, documents, keptFiles);
  const own = new Map(kept.flatMap(([name]) => [...(artifacts.get(name) ?? [])]));
  return {
    documents,
    kept: {
      names: new Set(kept.map(([name]) => name)),
      bundleOf: bundle,
      ownDigests,
      artifacts: own,
    },
    files: { digests, kept: own },
  };
}

/** Keeps what the next compilation needs to recall the tenants of this one. */
export function rememberTenants(args: CompileArguments, packed: PackedTenants, io: Io): void {
  io.cache?.write(keyOf(args, io), JSON.stringify(packed));
}

/** All but files that a compilation follows from; of files the content says from which it followed. */
const keyOf = (
  { policies, 'no-rules': withoutRules }: CompileArguments,
  { cache, folder, version }: Io,
): string => cache?.keyOf('tenants', version, path.resolve(folder, policies), policies, withoutRules) ?? '';

/**
 * Reads the files that are new or changed, and returns the tenants that they are about; undefined if one of them has a mistake
 * or is not about one tenant alone.
 */
function findChangedTenants(
  { common, tenants }: PackedTenants,
  documents: KnownDocuments,
  folder: string,
  { files, digests }: KeptFiles,
): ReadonlySet<string> | undefined {
  const known = new Map(common);
  for (const { files: own } of Object.values(tenants))
    for (const [file, digest] of own) known.set(file, digest);
  const changed = new Set(files.list(isPolicyFile).filter((file) => known.get(file) !== digests.get(file)));
  const found = new Set<string>();
  if (changed.size === 0) return found;
  const some = {
    ...files,
    list: (wanted: (file: string) => boolean) =>
      files.list(wanted).filter((file) => !isPolicyFile(file) || changed.has(file)),
  };
  if (!loadBeside(documents, some, folder)) return undefined;
  for (const file of changed) {
    const owner = findOwner(findDocuments(documents, files, file));
    if (owner === undefined) return undefined;
    found.add(owner);
  }
  return found;
}

/** A folder that compile wrote and that nobody changed since, as far as it is read. */
interface Written {
  /** Parses `bundle.json` when it is first asked for. */
  readonly bundle: () => KeptBundle;
  /** The digests that `roles.json` has of what tenants have for themselves alone. */
  readonly ownDigests: ReadonlyMap<string, string>;
  /** The files of each tenant of which all are as they were written. */
  readonly artifacts: ReadonlyMap<string, ReadonlyMap<string, ArtifactDigest>>;
  /** The digest of each file that was read and is as it was written. */
  readonly digests: ReadonlyMap<string, string>;
}

/** Reads what a folder has of tenants; undefined if it does not have a manifest with the digest, or not what belongs to all tenants. */
function readWritten(folder: string, manifest: string, tenants: readonly string[]): Written | undefined {
  const text = readManifestText(folder);
  if (hashContent(text) !== manifest) return undefined;
  const { files } = JSON.parse(text) as { readonly files: Readonly<Record<string, ArtifactDigest>> };
  const digests = new Map<string, string>();
  const isWritten = (file: string, digest: string | undefined): boolean => {
    if (digest === undefined || !Object.hasOwn(files, file) || files[file]?.sha256 !== digest) return false;
    digests.set(file, digest);
    return true;
  };
  const read = (file: string): Buffer | undefined => {
    const bytes = tryToRead(`${folder}/${file}`);
    return bytes && isWritten(file, hashContent(bytes)) ? bytes : undefined;
  };
  const [bundle, roles] = [read('bundle.json'), read('roles.json')];
  if (!bundle || !roles) return undefined;
  let content: KeptBundle | undefined;
  const parseBundle = () => {
    content ??= JSON.parse(bundle.toString()) as KeptBundle;
    return content;
  };
  const artifacts = new Map<string, ReadonlyMap<string, ArtifactDigest>>();
  for (const tenant of tenants) {
    const own = listTenantPaths(tenant, (file) => Object.hasOwn(files, file)).flatMap((file) => {
      const digest = files[file];
      return digest ? [[file, digest] as const] : [];
    });
    if (own.length > 0 && own.every(([file]) => isWritten(file, hashFile(`${folder}/${file}`))))
      artifacts.set(tenant, new Map(own));
  }
  const { own } = JSON.parse(roles.toString()) as { readonly own: OwnDigests };
  return { bundle: parseBundle, ownDigests: new Map(Object.entries(own)), artifacts, digests };
}

/** Makes the documents in files of a tenant known, so that these are not read. */
function knowDocuments(
  files: PackedTenant['files'],
  { loaded, valid }: KnownDocuments,
  keptFiles: KeptFiles,
): void {
  for (const [file, , packed] of files) {
    const bytes = keptFiles.files.read(file, fileLimit);
    if ('unreadable' in bytes) continue;
    const source = readLater(file, bytes);
    const parsed = packed.map(
      ([kind, index, value]): Parsed => ({ document: { source, index }, kind, value }),
    );
    loaded.set(bytes, new Map([[file, parsed]]));
    for (const one of parsed) valid.add(one);
  }
}

/** The byte order mark, which is no part of a text. */
const mark = [0xef, 0xbb, 0xbf];

const decoder = new TextDecoder();

/** Returns a source whose text is decoded when it is first asked for. */
export function readLater(file: string, bytes: Uint8Array): Source {
  let text: string | undefined;
  return {
    path: file,
    bytes: mark.every((byte, at) => bytes[at] === byte) ? bytes.subarray(mark.length) : bytes,
    get text() {
      text ??= decoder.decode(bytes);
      return text;
    },
  };
}

function tryToRead(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
