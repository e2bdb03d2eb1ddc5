import { parentPort, workerData } from 'node:worker_threads';
import { type CompiledShare, compileShare } from '../../compile-share.ts';
import { emitTenantArtifacts } from '../../emit-artifacts.ts';
import { hashContent } from '../../io/hash-content.ts';
import type { Files } from '../../text/files.ts';
import { type PackedDocument, packDocument } from './pack-tenants.ts';

// A thread that compiles some tenants of a fleet: a script of its own, which the build makes of this file.

/** The tenants that a worker compiles. */
export interface WorkerShare {
  readonly folder: string;
  readonly withoutRules: boolean;
  /** The files of these tenants and those of no tenant alone, each with its size, in the order in which `content` has them. */
  readonly files: readonly (readonly [path: string, size: number])[];
  readonly content: Uint8Array;
  /** The tenant of each file that is of one alone. */
  readonly owners: ReadonlyMap<string, string>;
}

/** A file that a worker made. */
export interface MadeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** A file that a worker read, with its documents as they are packed. */
export type ReadFile = readonly [path: string, tenant: string, documents: readonly PackedDocument[]];

/** A message of a worker: first what all threads need of its tenants, then their files, some at a time, then the end. */
export type WorkerMessage =
  | ({ readonly kind: 'linked'; readonly files: readonly ReadFile[] } & Pick<
      CompiledShare,
      'bundle' | 'ownDigests'
    >)
  | { readonly kind: 'made'; readonly files: readonly MadeFile[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed' };

/** The bytes after which what was made is sent. */
const batch = 2 * 1024 * 1024;

function compileInWorker({ folder, owners, withoutRules, ...share }: WorkerShare): void {
  const port = parentPort;
  if (!port) return;
  const send = (message: WorkerMessage, moved: readonly ArrayBuffer[] = []) =>
    port.postMessage(message, moved);
  const files = divideContent(share);
  const paths = [...files.keys()].sort();
  const inMemory: Files = {
    list: (wanted) => paths.filter(wanted),
    read: (path) => files.get(path) ?? { unreadable: 'there is no such file' },
  };
  const compiledShare = compileShare(inMemory, folder, owners);
  if (!compiledShare) {
    send({ kind: 'failed' });
    return;
  }
  const { compiled, bundle, ownDigests } = compiledShare;
  const read = compiledShare.files.map(
    ({ path, tenant, documents }): ReadFile => [path, tenant, documents.map(packDocument)],
  );
  const names = new Set(Object.keys(bundle.tenants));
  const others = compiled.matrix.policy.tenants.filter(({ name }) => !names.has(name));
  const left = { ...emptyKept, names: new Set(others.map(({ name }) => name)) };
  const artifacts = emitTenantArtifacts({ ...compiled, kept: left }, { withoutRules })[Symbol.iterator]();
  port.on('message', () => {
    const made: MadeFile[] = [];
    for (let size = 0; size < batch; ) {
      const next = artifacts.next();
      if (next.done) break;
      const { value } = next;
      const bytes = 'bytes' in value ? value.bytes : new TextEncoder().encode(value.content);
      size += bytes.length;
      made.push({ path: value.path, bytes, sha256: hashContent(bytes) });
    }
    if (made.length === 0) {
      send({ kind: 'end' });
      port.close();
    } else
      send(
        { kind: 'made', files: made },
        made.map(({ bytes }) => bytes.buffer as ArrayBuffer),
      );
  });
  send({ kind: 'linked', bundle, ownDigests, files: read });
}

/** Returns the bytes of each file by its path. */
function divideContent({ files, content }: Pick<WorkerShare, 'files' | 'content'>): Map<string, Uint8Array> {
  let end = 0;
  return new Map(
    files.map(([path, size]) => {
      end += size;
      return [path, content.subarray(end - size, end)];
    }),
  );
}

const emptyKept = {
  names: new Set<string>(),
  bundleOf: () => undefined,
  ownDigests: new Map(),
  artifacts: new Map(),
};

compileInWorker(workerData as WorkerShare);
