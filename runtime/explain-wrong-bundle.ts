import { fleetType, readEnvelope, writeEnvelope } from './envelope.ts';

/** The advice for every way to hand on something else than the file. */
const whole =
  'hand the file on byte for byte, as text or as bytes, not parsed and written again, and not trimmed';

/**
 * Describes what is wrong with a value that is to be a bundle and is neither text nor bytes, and what to hand on
 * instead.
 */
export function explainWrongValue(value: unknown): string {
  const wanted = 'a bundle is given as text or as bytes';
  if (value === undefined || value === null) return `${wanted}, and ${value} came: nothing was read`;
  if (typeof value !== 'object') return `${wanted}, and a ${typeof value} came`;
  if (Array.isArray(value)) return `${wanted}, and a list came: ${whole}`;
  if (typeof (value as { readonly then?: unknown }).then === 'function')
    return `${wanted}, and a promise came: \`await\` it first`;
  if (typeof (value as { readonly arrayBuffer?: unknown }).arrayBuffer === 'function')
    return `${wanted}, and something came that is still to be read: hand on its \`await ….arrayBuffer()\``;
  return `${wanted}, and an object came: it was parsed; hand over the text as it was before`;
}

/**
 * Describes what is wrong with a text that is no signed bundle as plafond writes it, and what to hand on instead.
 * Nothing of the content is shown, which anybody may have written.
 */
export function explainWrongText(text: string): string {
  const start = text.slice(0, 200).trimStart();
  if (!/\S/.test(text)) return `the bundle is empty: nothing was read; ${whole}`;
  if (start.startsWith('-----BEGIN '))
    return 'this is a text in PEM, as keys are written, and no bundle; give the file that `plafond bundle` wrote';
  if (start.startsWith(openingInBase64)) return `the bundle is still in base64: decode it first; ${whole}`;
  if (readEnvelope(`${text}\n`))
    return `the bundle lacks the line break at its end: it was trimmed; ${whole}`;
  if (readEnvelope(text, fleetType))
    return 'this is the index of a fleet, and no bundle: open it with `openFleet`';
  if (isRewritten(text))
    return `this is a signed bundle in another writing: it was parsed and written again, or trimmed; ${whole}`;
  if (text.length < longestPath && /^[^{["\p{Cc}]\P{Cc}*$/u.test(text))
    return `this is no signed bundle, and looks like a path or an address: read the file first; ${whole}`;
  return `this is no signed bundle, or not as plafond writes it: ${whole}`;
}

/** Describes what is wrong with a text that is no signed index as plafond writes it, and what to hand on instead. */
export function explainWrongIndex(text: string): string {
  if (readEnvelope(text)) return 'this is a signed bundle, and no index of a fleet: open it with `openStore`';
  if (readEnvelope(`${text}\n`, fleetType))
    return `the index lacks the line break at its end: it was trimmed; ${whole}`;
  return `this is no signed index of a fleet, or not as plafond writes it: ${whole}`;
}

/** The beginning of an envelope that was put into base64, as secrets of Kubernetes are. */
const openingInBase64 = 'eyJwYXlsb2FkIjoi';

/** The most characters of a path; a longer text on one line is something else. */
const longestPath = 4096;

/** The most members of a text that is compared with an envelope, which has far fewer. */
const mostPieces = 30;

/**
 * Returns true if a text has the parts of an envelope and nothing else, but in another order or with other white space
 * or slashes. The text is not parsed, since it may be large and nobody has verified it.
 */
function isRewritten(text: string): boolean {
  const compact = text.replace(/\s+/g, '').replaceAll('\\/', '/');
  const pieces = compact.split('"', mostPieces);
  const named = (name: string): string => {
    const at = pieces.indexOf(name);
    return at < 0 ? '' : (pieces[at + 2] ?? '');
  };
  const signatures = [{ keyid: named('keyid'), signature: named('sig') }];
  const again = writeEnvelope({ payload: named('payload'), signatures });
  return (
    readEnvelope(again) !== undefined &&
    again.length === compact.length + 1 &&
    sortPieces(pieces) === sortPieces(again.split('"'))
  );
}

/** Sorts the texts between quotes; the brackets between them may differ. */
const sortPieces = (pieces: readonly string[]): string =>
  pieces
    .filter((_, at) => at % 2 === 1)
    .sort()
    .join('"');
