import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { KnownDocuments } from '../../compile.ts';
import type { KeptFiles } from '../../io/keep-files.ts';
import type { ArtifactDigest, KeptBundle, KeptTenants } from '../../model/artifact.ts';
import type { Parsed } from '../../model/document.ts';
import { fileLimit, isPolicyFile } from '../../model/policy-files.ts';
import { joinPieces } from '../../text/file-pieces.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Io } from '../command.ts';
import type { CompileArguments } from './compile-arguments.ts';
import { EndedThreadError } from './ended-thread-error.ts';
import { readLater } from './recall-tenants.ts';
import type { MadeFile, ReadFile, WorkerMessage, WorkerShare } from './tenant-worker.ts';

/** A fleet that several threads compile: what they have read is known, and their files come one after the other. */
export interface CompiledFleet {
  readonly documents: KnownDocuments;
  /** The tenants of the workers; their files are among the artifacts once they were made. */
  readonly kept: KeptTenants;
  made(): AsyncIterable<MadeFile>;
  /** Ends the workers. To be called however the run ended. */
  end(): void;
}

/** More threads than this wait for the one that writes. */
const mostThreads = 8;

/**
 * From so many bytes of the files of tenants on a fleet is worth other threads, each of which reads what is common: short files say little
 * that is only of one tenant. Where the number of threads was asked for, so many tenants are enough.
 */
const [fewestBytes, fewestTenants] = [4 * 1024 * 1024, 200];

/**
 * Has worker threads compile a fleet, if it is worth it and there are processors: each some of the tenants. Undefined if it is
 * not, or if one of the workers met anything that is wrong.
 */
export async function compileFleet(
  args: CompileArguments,
  keptFiles: KeptFiles,
  io: Io,
): Promise<CompiledFleet | undefined> {
  const threads = io.threads === 0 ? Math.min(availableParallelism(), mostThreads) : (io.threads ?? 1);
  const { shares, common } = shareFiles(keptFiles, threads, io.threads !== 0);
  if (shares.length < 2) return undefined;
  // Loaded here, since it takes a while and few policies need it.
  const threading = await import('node:worker_threads');
  const workers = shares.map((own): FleetWorker => {
    const files = [...common, ...own.map(({ path, bytes }) => [path, bytes] as const)];
    const content = joinPieces(files.map(([, bytes]) => bytes));
    const share: WorkerShare = {
      folder: args.policies,
      withoutRules: args['no-rules'],
      files: files.map(([path, { length }]) => [path, length]),
      content,
      owners: new Map(own.map(({ path, tenant }) => [path, tenant])),
    };
    const script = new URL('./tenant-worker.cjs', import.meta.url);
    const transferList = [content.buffer as ArrayBuffer];
    return listen(new threading.Worker(script, { workerData: share, transferList }));
  });
  const end = () => {
    for (const { worker } of workers) void worker.terminate();
  };
  const linked = await Promise.all(workers.map(({ next }) => next()));
  const documents: KnownDocuments = { loaded: new WeakMap(), valid: new WeakSet() };
  const ownDigests = new Map<string, string>();
  const bundles = new Map<string, KeptBundle>();
  for (const message of linked) {
    if (message.kind !== 'linked') {
      end();
      return undefined;
    }
    for (const name of Object.keys(message.bundle.tenants)) bundles.set(name, message.bundle);
    for (const [name, digest] of Object.entries(message.ownDigests)) ownDigests.set(name, digest);
  }
  for (const message of linked)
    for (const file of message.kind === 'linked' ? message.files : [])
      knowFile(file, bundles, { keptFiles, documents });
  const artifacts = new Map<string, ArtifactDigest>();
  const kept = {
    names: new Set(bundles.keys()),
    bundleOf: (tenant: string) => bundles.get(tenant),
    ownDigests,
    artifacts,
  };
  return { documents, kept, made: () => receive(workers, artifacts), end };
}

/** A file that is of one tenant alone, as it seems. */
interface OwnFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly tenant: string;
}

/** Divides the files of tenants among threads, all of a tenant to one; what is of no tenant alone is common. */
function shareFiles({ files }: KeptFiles, threads: number, isAskedFor: boolean) {
  const common: (readonly [string, Uint8Array])[] = [];
  const own: OwnFile[] = [];
  const paths = files.list(isPolicyFile);
  const contents = paths.flatMap((path) => {
    const bytes = files.read(path, fileLimit);
    return 'unreadable' in bytes ? [] : [{ path, bytes }];
  });
  const isHeavy = sizeOf(contents) >= fewestBytes;
  if (contents.length < paths.length || !(isHeavy || isAskedFor)) return { shares: [], common };
  for (const { path, bytes } of contents) {
    const tenant = guessTenant(bytes);
    if (tenant === undefined) common.push([path, bytes]);
    else own.push({ path, bytes, tenant });
  }
  const ofTenants = [...groupBy(own, ({ tenant }) => tenant).values()];
  const isWorthIt = sizeOf(own) >= fewestBytes || (isAskedFor && ofTenants.length >= fewestTenants);
  if (!isWorthIt) return { shares: [], common };
  const shares = Array.from({ length: Math.min(threads, ofTenants.length) }, () => ({
    size: 0,
    files: [] as OwnFile[],
  }));
  for (const some of ofTenants) {
    const smallest = shares.reduce((one, other) => (other.size < one.size ? other : one));
    // To write a tenant is work too, however little its files say.
    smallest.size += sizeOf(some) + 4096;
    smallest.files.push(...some);
  }
  return { shares: shares.map((share) => share.files), common };
}

const sizeOf = (some: readonly Pick<OwnFile, 'bytes'>[]): number =>
  some.reduce((sum, { bytes }) => sum + bytes.length, 0);

const ownKinds: ReadonlySet<string> = new Set(['Tenant', 'Role', 'Users', 'Portfolio', 'Test']);

/**
 * Guesses from the text of a file whose it is, without reading it as YAML; undefined if that is not plain. A worker that reads the
 * file finds out if it is otherwise. The properties of tenants are left to the main thread, which numbers them.
 */
function guessTenant(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  const found = new Set<string>();
  for (const document of text.split(/^---$/m)) {
    const [, kind = ''] = /^kind: (\w+)\r?$/m.exec(document) ?? [];
    if (!ownKinds.has(kind)) return undefined;
    const [, name] =
      (kind === 'Tenant' ? /^name: ([\w.-]+)\r?$/m : /^tenant: ([\w.-]+)\r?$/m).exec(document) ?? [];
    if (name === undefined) return undefined;
    found.add(name);
  }
  const [tenant, ...more] = found;
  return more.length === 0 ? tenant : undefined;
}

/**
 * Starts a worker: the script that the build makes of `tenant-worker.ts`. Whenever it is sent a message it makes some more files.
 */
interface FleetWorker {
  readonly worker: Worker;
  /** Returns the next message; `failed` if there will be none. */
  next(): Promise<WorkerMessage>;
}

function listen(worker: Worker): FleetWorker {
  const come: WorkerMessage[] = [];
  let wake = () => {};
  const put = (message: WorkerMessage) => {
    come.push(message);
    wake();
  };
  worker.on('message', put);
  worker.on('error', () => put({ kind: 'failed' }));
  worker.on('exit', () => put({ kind: 'failed' }));
  return {
    worker,
    async next() {
      for (;;) {
        const message = come.shift();
        if (message) return message;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** The most batches of one worker that wait for the main thread. */
const ahead = 3;

/** Receives the files of all workers, a batch of each in turn, and notes their digests. */
async function* receive(
  workers: readonly FleetWorker[],
  artifacts: Map<string, ArtifactDigest>,
): AsyncIterable<MadeFile> {
  const open = new Set(workers);
  for (const { worker } of open) for (let times = 0; times < ahead; times++) worker.postMessage('more');
  while (open.size > 0)
    for (const one of open) {
      const message = await one.next();
      if (message.kind === 'end') open.delete(one);
      else if (message.kind !== 'made') throw new EndedThreadError();
      else {
        one.worker.postMessage('more');
        for (const file of message.files) {
          artifacts.set(file.path, { bytes: file.bytes.length, sha256: file.sha256 });
          yield file;
        }
      }
    }
}

interface Knowing {
  readonly keptFiles: KeptFiles;
  readonly documents: KnownDocuments;
}

/** Makes the documents known that a worker has read, unless the main thread compiles their tenant. */
function knowFile(
  [path, tenant, packed]: ReadFile,
  bundles: ReadonlyMap<string, KeptBundle>,
  { keptFiles, documents: { loaded, valid } }: Knowing,
): void {
  const bytes = keptFiles.files.read(path, fileLimit);
  if ('unreadable' in bytes || !bundles.has(tenant)) return;
  const source = readLater(path, bytes);
  const parsed = packed.map(([kind, index, value]): Parsed => ({ document: { source, index }, kind, value }));
  loaded.set(bytes, new Map([[path, parsed]]));
  for (const one of parsed) valid.add(one);
}
