import path from 'node:path';
import { type Envelope, usualLimit, writeEnvelope } from '../../runtime/envelope.ts';
import { readPolicy } from '../compile.ts';
import type { Policy } from '../model/policy.ts';
import { type FindingOptions, findingFormats, printFindings } from '../print/findings/findings.ts';
import { findTenant } from '../questions/find-by-name.ts';
import { readRelease, refuseOtherPolicies, refuseSecondSignature } from './bundle/add-signature.ts';
import { chooseSequence, refuseSequence } from './bundle/choose-sequence.ts';
import { compileBundle } from './bundle/compile-bundle.ts';
import { printReleaseJson, printReleasePretty, type Release } from './bundle/print-release.ts';
import { readExpiry } from './bundle/read-expiry.ts';
import { refuseToReplaceFile } from './bundle/refuse-to-replace-file.ts';
import { readSigningKey, type SigningKey, signPayload } from './bundle/signing-key.ts';
import { indexName, isFleetIndex, signIndex, writeFleet } from './bundle/write-fleet.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';

/**
 * The command `plafond bundle`: writes everything that services load as one signed file that can be sent anywhere.
 * `plafond verify` and the store of the generated package accept the file only if a key they trust has signed it. With
 * `--parts` the command writes a folder of bundles, one for each tenant or shard, under one signed index. The
 * same commit and key give the same bytes; with `--expires 30d`, on the same day. With `--add-signature` the command adds
 * a signature to a file if it is what the policies say. If the policies hold an error, the diagnostics are printed,
 * nothing is written, and the exit is 1.
 */
export const bundleCommand = defineCommand({
  positionals: {},
  options: {
    tenant: { type: 'string', describe: 'only what this tenant is given, with no trace of another' },
    parts: {
      type: 'string',
      describe: 'a file for each tenant (`tenant`), or so many files (`16`), under one signed index',
    },
    key: {
      type: 'string',
      describe: 'the file of the private key, in PEM (default: the key in PLAFOND_SIGNING_KEY)',
    },
    sequence: {
      type: 'number',
      describe: 'a number above those of all releases before (default: the seconds of the commit)',
    },
    expires: {
      type: 'string',
      describe: 'services refuse it after so many days, as 30d, or after a day, as 2027-03-31',
    },
    'add-signature': {
      type: 'string',
      describe: 'a signed bundle to sign too, if it is what the policies here say',
    },
    out: {
      type: 'string',
      describe:
        'the file to write (default: bundle.dsse.json, or the file that is signed too); with --parts the folder (bundles)',
    },
  },
  formats: findingFormats,
  examples: [
    ['plafond bundle --key key.pem --expires 30d', 'sign what the commit that is checked out says'],
    ['plafond bundle --sequence 42 --out release.json', 'with the key of the environment'],
    ['plafond bundle --add-signature release.json --key second.pem', 'a second person agrees'],
    ['plafond bundle --parts tenant --key key.pem', 'services load the tenants that they serve'],
  ],
  async run(args, io) {
    const { policies, key, 'add-signature': added, format, quiet } = args;
    refuseContradiction(args);
    if (args.sequence !== undefined) refuseSequence(args.sequence, io);
    const expires = args.expires === undefined ? null : readExpiry(args.expires, io);
    const out = args.out ?? added ?? (args.parts === undefined ? 'bundle.dsse.json' : 'bundles');
    const place = path.relative(io.folder, path.resolve(io.folder, out)).replaceAll(path.sep, '/') || '.';
    refuseToReplaceFile(args.parts === undefined ? place : `${place}/${indexName}`);
    const { warning, ...signing } = readSigningKey(key, io);
    const { policy, diagnostics, files } = readPolicy(io.files(policies), policies);
    const style = { format, colours: io.colours.out, version: io.version };
    if (!policy) return { out: printFindings(diagnostics, { ...style, ...(!quiet && { files }) }), exit: 1 };
    const release = await writeRelease(policy, { ...args, expires, place }, signing, io);
    return {
      out: printRelease(release, style, quiet),
      err: warning + (isTooLarge(release) ? warnOfSize(release.path) : ''),
      exit: 0,
    } satisfies Answer;
  },
});

/** Throws `MisuseError` if options contradict each other: one bundle and parts, or `--add-signature` and another content. */
function refuseContradiction(args: {
  readonly 'add-signature': string | undefined;
  readonly tenant: string | undefined;
  readonly parts: string | undefined;
  readonly sequence: number | undefined;
  readonly expires: string | undefined;
}): void {
  if (args.parts !== undefined && args.tenant !== undefined)
    throw new MisuseError('`--parts` cuts all tenants into parts, and `--tenant` signs one alone');
  if (args['add-signature'] === undefined) return;
  const named = (['tenant', 'parts', 'sequence', 'expires'] as const).find(
    (name) => args[name] !== undefined,
  );
  if (named !== undefined)
    throw new MisuseError(`\`--add-signature\` signs a bundle as it is; leave out \`--${named}\``);
}

/** The arguments that say what is signed, and the file or folder that is written. */
interface ReleaseRequest {
  readonly policies: string;
  readonly tenant: string | undefined;
  readonly parts: string | undefined;
  readonly 'add-signature': string | undefined;
  readonly sequence: number | undefined;
  readonly expires: string | null;
  readonly quiet: boolean;
  readonly place: string;
}

/** Writes what is signed: one bundle, a fleet of them, or one more signature of either. */
async function writeRelease(
  policy: Policy,
  request: ReleaseRequest,
  signing: SigningKey,
  io: Io,
): Promise<Release> {
  const { policies, parts, 'add-signature': added, expires, place, quiet } = request;
  if (parts !== undefined) {
    const sequence = request.sequence ?? chooseSequence(policies, io);
    return writeFleet(policy, { policies, parts, sequence, expires, out: place }, signing, quiet, io);
  }
  if (added !== undefined && isFleetIndex(added, io))
    return signIndex(policy, { policies, added, file: place }, signing, io);
  const { release, text } =
    added === undefined
      ? makeRelease(policy, { ...request, file: place }, signing, io)
      : await signRelease(policy, { policies, added, file: place }, signing, io);
  io.write(place, text);
  return release;
}

/** Tells whether one bundle is larger than services take unless an option of theirs allows it. */
const isTooLarge = ({ parts, bytes }: Release): boolean => parts === undefined && bytes > usualLimit;

/** A signed bundle, with the text of its file. */
interface SignedRelease {
  readonly release: Release;
  readonly text: string;
}

function makeRelease(
  policy: Policy,
  {
    policies,
    tenant: name,
    sequence,
    expires,
    file,
  }: {
    readonly policies: string;
    readonly tenant: string | undefined;
    readonly sequence: number | undefined;
    readonly expires: string | null;
    readonly file: string;
  },
  signing: SigningKey,
  io: Io,
): SignedRelease {
  const tenant = name === undefined ? undefined : findTenant(policy, name);
  const number = sequence ?? chooseSequence(policies, io);
  const { bundle, roles } = compileBundle(policy, { folder: policies, version: io.version, tenant });
  const cutTo = tenant?.name ?? null;
  const payload = Buffer.from(
    JSON.stringify({
      sequence: number,
      tenant: cutTo,
      ...(expires !== null && { expires }),
      bundle,
      roles,
    }),
  );
  const envelope = { payload: payload.toString('base64'), signatures: [signPayload(payload, signing)] };
  const { digest, tenants } = bundle;
  const says = { digest, sequence: number, tenant: cutTo, tenants: Object.keys(tenants), expires };
  return finishRelease(envelope, says, file, signing);
}

async function signRelease(
  policy: Policy,
  { policies, added, file }: { readonly policies: string; readonly added: string; readonly file: string },
  signing: SigningKey,
  io: Io,
): Promise<SignedRelease> {
  const found = await readRelease(added, io);
  refuseSecondSignature(added, found.envelope, signing.keyid);
  const { digest, sequence, tenant = null, tenants, expires = null } = found.opened;
  const only = tenant === null ? undefined : findTenant(policy, tenant);
  const { bundle } = compileBundle(policy, { folder: policies, version: io.version, tenant: only });
  refuseOtherPolicies(added, bundle.digest === digest);
  const signatures = [...found.envelope.signatures, signPayload(found.payload, signing)];
  const says = { digest, sequence, tenant, tenants, expires };
  return finishRelease({ ...found.envelope, signatures }, says, file, signing);
}

function finishRelease(
  envelope: Envelope,
  says: Pick<Release, 'digest' | 'sequence' | 'tenant' | 'tenants' | 'expires'>,
  file: string,
  { keyid }: SigningKey,
): SignedRelease {
  const text = writeEnvelope(envelope);
  const keyids = envelope.signatures.map((one) => one.keyid).sort();
  return { text, release: { ...says, path: file, bytes: text.length, keyid, keyids } };
}

const warnOfSize = (file: string): string =>
  `warning: \`${file}\` is larger than services take; tell them another \`limit\`\n`;

/** Prints what was written; in the formats that list findings, an empty list. */
function printRelease(
  release: Release,
  style: Pick<FindingOptions, 'format' | 'colours' | 'version'>,
  quiet: boolean,
) {
  if (style.format === 'json') return printReleaseJson(release);
  if (style.format !== 'pretty') return printFindings([], style);
  return quiet ? '' : printReleasePretty(release);
}
