import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findDocuments, type KnownDocuments, loadBeside } from '../../compile.ts';
import { hashContent, hashFile } from '../../io/hash-content.ts';
import type { KeptFiles } from '../../io/keep-files.ts';
import type {
  ArtifactDigest,
  KeptBundle,
  KeptDocument,
  KeptTenants,
  WrittenDocument,
} from '../../model/artifact.ts';
import type { Document, Parsed } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import { findOwner } from '../../model/find-owner.ts';
import { fileLimit, isPolicyFile } from '../../model/policy-files.ts';
import { takeOverDocument } from '../../targets/bundle/list-role-documents.ts';
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
  const { artifacts, bundle, digests, lines } = written;
  const kept = candidates.filter(([name]) => artifacts.has(name));
  if (kept.length === 0) return undefined;
  const known = new Map<Document, KeptDocument | undefined>();
  for (const [name, { files }] of kept) knowDocuments(name, files, { documents, keptFiles, lines, known });
  const own = new Map(kept.flatMap(([name]) => [...(artifacts.get(name) ?? [])]));
  return {
    documents,
    kept: {
      names: new Set(kept.map(([name]) => name)),
      bundleOf: bundle,
      documents: known,
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
  /** The documents in `roles.json` by what they are called there. */
  readonly lines: ReadonlyMap<string, WrittenDocument>;
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
  const lines = readLines(roles);
  return lines && { bundle: parseBundle, lines, artifacts, digests };
}

/**
 * Reads the documents of tenants in `roles.json`, each of which is a line, without parsing what they say. Undefined if two are
 * called the same, as they may be by names with a slash.
 */
function readLines(roles: Buffer): ReadonlyMap<string, WrittenDocument> | undefined {
  const lines = new Map<string, WrittenDocument>();
  let end = -1;
  for (let start = 0; start < roles.length; start = end + 1) {
    end = roles.indexOf('\n', start);
    if (end === -1) break;
    const line = roles.toString('utf8', start, end);
    const [whole, quoted = '', kind] = entryOfTenant.exec(line) ?? [];
    if (whole === undefined) continue;
    const label = String(JSON.parse(quoted));
    if (lines.has(label)) return undefined;
    const entry = roles.subarray(start + indent, line.endsWith(',') ? end - 1 : end);
    const text = line.slice(whole.length, line.lastIndexOf(']'));
    lines.set(label, takeOverDocument(kind as DocumentKind, label, entry, text));
  }
  return lines;
}

/** The spaces before a document in `roles.json`. */
const indent = 4;
const entryOfTenant = /^ {4}\[("(Tenant|Role|Portfolio)(?:[^"\\]|\\.)*"),(?=\{)/;

interface Knowing {
  readonly documents: KnownDocuments;
  readonly keptFiles: KeptFiles;
  readonly lines: Written['lines'];
  readonly known: Map<Document, KeptDocument | undefined>;
}

/** Makes the documents of a tenant known, so that its files are not read. */
function knowDocuments(
  tenant: string,
  files: PackedTenant['files'],
  { documents: { loaded, valid }, keptFiles, lines, known }: Knowing,
): void {
  for (const [file, , packed] of files) {
    const bytes = keptFiles.files.read(file, fileLimit);
    if ('unreadable' in bytes) continue;
    const source = readLater(file, bytes);
    const parsed = packed.map(
      ([kind, index, value]): Parsed => ({ document: { source, index }, kind, value }),
    );
    loaded.set(bytes, new Map([[file, parsed]]));
    for (const one of parsed) {
      valid.add(one);
      known.set(one.document, findWritten(one, tenant, lines));
    }
  }
}

/** Finds what `roles.json` has of a document. */
function findWritten(
  { kind, value }: Parsed,
  tenant: string,
  lines: Written['lines'],
): KeptDocument | undefined {
  const { name = '' } = value as { readonly name?: string };
  const label = kind === 'Tenant' ? `${kind}/${name}` : `${kind}/${tenant}/${name}`;
  const written = lines.get(label);
  return written && { ...written, tenant };
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
