import path from 'node:path';
import type { Policy } from '../../model/policy.ts';
import { digestPolicies, manifestPath } from '../../stages/6-emit.ts';
import type { Files } from '../../text/files.ts';
import { byCodeUnit } from '../../text/order.ts';
import { askGit } from '../ask-git.ts';
import type { Io } from '../command.ts';
import { findCompiledFolder } from '../compile/find-compiled-folder.ts';

/** A folder that compile writes, with the one tenant that it was written for at the base of a comparison. */
export interface WrittenFolder {
  /** The folder, relative to where the command was started. */
  readonly folder: string;
  readonly tenant?: string;
}

/** The commit in which folders are looked for, with the policies that it has, and the folder that was named, if one was. */
export interface WrittenFolderOptions {
  readonly policies: string;
  readonly named?: string | undefined;
  readonly base: string;
  /** The policy of that commit, and that of the head if it compiles. */
  readonly policy: Policy;
  readonly head?: Policy;
}

/**
 * Finds the folders that compile has written from the policies of a commit, wherever they are in the repository: by
 * their manifests, which hold the digest of the policies. If none has that digest, those that hold a package of the
 * same name count, which were written earlier. The folder that was named, or that the settings of the head say, is the
 * first.
 */
export async function findWrittenFolders(
  { policies, named, base, policy, head = policy }: WrittenFolderOptions,
  io: Io,
): Promise<readonly WrittenFolder[]> {
  const files = await askGit(policies, io, (git) =>
    git.findFiles(git.findCommit(base), [manifestPath, 'package.json']),
  );
  const relative = (folder: string) =>
    path.relative(io.folder, path.resolve(io.folder, folder)).replaceAll(path.sep, '/') || '.';
  const all = files
    .list((file) => path.posix.basename(file) === manifestPath)
    .flatMap((file) => readManifestFacts(files, file))
    .map((written) => ({ ...written, folder: relative(written.folder) }))
    .sort((a, b) => byCodeUnit(a.folder, b.folder));
  const sources = digestPolicies(policy.documents, policies);
  const ofPolicies = all.filter((one) => one.sources === sources);
  const packages = [policy, head].map(({ settings }) => settings.package.name);
  const ofPackage = all.filter(({ name }) => name !== undefined && packages.includes(name));
  const found = ofPolicies.length > 0 ? ofPolicies : ofPackage;
  const first = relative(named ?? findCompiledFolder(policies, head.settings));
  return [
    all.find(({ folder }) => folder === first) ?? { folder: first },
    ...found.filter(({ folder }) => folder !== first),
  ];
}

interface ManifestFacts extends WrittenFolder {
  readonly sources: string;
  /** The name of the package in it. */
  readonly name?: string;
}

/** Reads a manifest; returns an empty list if plafond did not write it. */
function readManifestFacts(files: Files, file: string): readonly ManifestFacts[] {
  const manifest = readObject(files, file);
  const { compiler, sources, tenant } = manifest;
  const isOurs = typeof compiler === 'object' && compiler !== null && 'name' in compiler;
  if (!isOurs || compiler.name !== 'plafond' || typeof sources !== 'string') return [];
  const folder = path.posix.dirname(file);
  const { name } = readObject(files, path.posix.join(folder, 'package.json'));
  return [
    {
      folder,
      sources,
      ...(typeof tenant === 'string' && { tenant }),
      ...(typeof name === 'string' && { name }),
    },
  ];
}

/** The most bytes that are read of a manifest: more than any has. */
const limit = 64 * 1024 * 1024;

function readObject(files: Files, file: string): Readonly<Record<string, unknown>> {
  const bytes = files.read(file, limit);
  if ('unreadable' in bytes) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
