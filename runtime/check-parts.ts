import {
  type LabelledDocument,
  omitProse,
  readDecidingParts,
  roleDocumentsVersion,
} from '../compiler/model/role-documents.ts';
import { type Bundle, bundleVersion } from './bundle.ts';
import { BundleError } from './bundle-parts.ts';
import { checkBundleInSlices } from './check-bundle.ts';
import { digestBytes } from './keys.ts';
import { JsonError, parseJson } from './parse-json.ts';
import { BundleRefused } from './refusal.ts';
import { doInSlices, type Pause, type Sliced } from './slices.ts';
import type { Signed } from './verify-signers.ts';
import { omitDigest, writeDigestText } from './write-digest-text.ts';

/** The parts of a payload that decide. */
export interface BundleParts {
  readonly bundle: Bundle;
  /** The documents of roles that belong to it; undefined where it came without. */
  readonly roles: { readonly [key: string]: unknown } | undefined;
}

/** Checks the form of a bundle, and of the documents of roles that came with it. Throws `BundleRefused` if one is wrong. */
export function* checkParts({
  bundle,
  roles,
}: {
  readonly bundle?: unknown;
  readonly roles?: unknown;
}): Sliced<BundleParts> {
  if (isPlainMap(bundle) && typeof bundle.version === 'number' && bundle.version > bundleVersion)
    throw new BundleRefused(
      'too-new-format',
      `the format of the bundle is ${bundle.version}, and this reads format ${bundleVersion}`,
    );
  const checked = yield* checkContent(bundle);
  if (roles !== undefined) checkRoleDocuments(roles, checked.digest);
  return { bundle: checked, roles: roles as BundleParts['roles'] };
}

/** Throws `BundleRefused` if the digests that a bundle has are not those of what it and its documents say. */
export async function refuseWrongDigests({ bundle, roles }: BundleParts, pause: Pause): Promise<void> {
  if ((await digestBytes(await doInSlices(writeDigestText(omitDigest(bundle)), pause))) !== bundle.digest)
    throw new BundleRefused('wrong-digest', 'the digest of the bundle is not that of what it holds');
  if (roles && (await digestRoles(roles, pause)) !== bundle.documents)
    throw new BundleRefused('wrong-digest', 'the documents of roles are not those of the bundle');
}

/** Returns the digest of what decides in documents of roles, in which what a tenant has for itself alone is a digest. */
async function digestRoles(roles: NonNullable<BundleParts['roles']>, pause: Pause): Promise<string> {
  const digest = async (content: object) => digestBytes(await doInSlices(writeDigestText(content), pause));
  const own: [tenant: string, digest: string][] = [];
  for (const [tenant, documents] of Object.entries(roles.own as Readonly<Record<string, LabelledDocument[]>>))
    own.push([tenant, await digest(omitProse(documents))]);
  return digest({ ...readDecidingParts(roles), own: Object.fromEntries(own) });
}

/**
 * Checks the form of the documents of roles that came with a bundle. The code that links its documents checks their content.
 */
function checkRoleDocuments(roles: unknown, digest: string): void {
  const { version, bundle, common, documents, tenants, own } = isPlainMap(roles) ? roles : {};
  if (typeof version === 'number' && version > roleDocumentsVersion)
    throw new BundleRefused(
      'too-new-format',
      `the format of the documents of roles is ${version}, and this reads format ${roleDocumentsVersion}`,
    );
  if (typeof version === 'number' && version < roleDocumentsVersion)
    throw new BundleRefused(
      'malformed',
      `the format of the documents of roles is ${version}, and this reads format ${roleDocumentsVersion}: sign the policies again`,
    );
  const isWhole = version === roleDocumentsVersion && Number.isSafeInteger(common) && isPlainMap(tenants);
  const isDocument = (one: unknown) =>
    Array.isArray(one) && one.length === 2 && typeof one[0] === 'string' && isPlainMap(one[1]);
  const areDocuments = (some: unknown) => Array.isArray(some) && some.every(isDocument);
  if (!isWhole || !areDocuments(documents) || !isPlainMap(own) || !Object.values(own).every(areDocuments))
    throw new BundleRefused('malformed', 'the documents of roles are not as `plafond bundle` writes them');
  if (!Object.values(tenants).every(Array.isArray) || bundle !== digest)
    throw new BundleRefused('malformed', 'the documents of roles are not those of the bundle');
}

function* checkContent(bundle: unknown): Sliced<Bundle> {
  try {
    return yield* checkBundleInSlices(bundle);
  } catch (error) {
    if (error instanceof BundleError) throw new BundleRefused('malformed', cutShort(error.message));
    throw error;
  }
}

/** Parses a text that was signed. Throws `BundleRefused` if it is no JSON as plafond writes it. */
export function* parseSigned(text: string, what: Signed | 'part'): Sliced<unknown> {
  try {
    return yield* parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw new BundleRefused('malformed', `the ${what} ${error.message}`);
    throw error;
  }
}

/** Tells whether a value is an object, and no list. */
export const isPlainMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Shortens a text, which may quote something long that somebody sent. */
export const cutShort = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** Quotes a name that somebody has sent. */
export const quoteForeign = (name: string): string => `\`${cutShort(name)}\``;
