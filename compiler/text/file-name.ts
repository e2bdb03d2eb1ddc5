/** Names that Windows takes for a device, whatever stands behind a dot. */
const isDevice = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/;

/**
 * Returns the file name for a name, without its extension. What a file system cannot hold, or does not tell apart, is
 * percent-encoded, as `con`, `a/b` or a capital letter, so that no two names give one file anywhere.
 */
export function encodeFileName(name: string): string {
  const encoded = name.replace(/[^a-z0-9_.-]/gu, (character) =>
    [...encoder.encode(character)].map(encodeByte).join(''),
  );
  // A dot that comes first hides a file, and one that comes last is dropped.
  const whole = encoded.replace(/^\.|\.$/g, '%2e');
  if (whole.length > longest) return `${whole.slice(0, keptLength).replace(/%.?$/, '')}~${hashOf(name)}`;
  return isDevice.test(whole) ? encodeByte(whole.charCodeAt(0)) + whole.slice(1) : whole;
}

/**
 * The most characters of a file name: file systems hold 255 bytes. A longer name is cut, and a number that follows from
 * all of it tells it apart.
 */
const longest = 180;
const keptLength = 150;

/**
 * Returns file names for names, without their extensions, for people to tell apart: `Grace Hopper` is `grace-hopper`. Names that
 * give one file are numbered in their order.
 */
export function nameFilesForPeople(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const words = name
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}@_.-]+/gu, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, shortLength);
    const plain = words === '' || isDevice.test(words) ? `name-${words}` : words;
    let file = plain;
    for (let number = 2; taken.has(file); number++) file = `${plain}-${number}`;
    taken.add(file);
    return file;
  });
}

/** The most characters of a file name for people, of which a file system may need four bytes each. */
const shortLength = 50;

/** Returns a number that follows from a text, in hexadecimal: FNV-1a of its code units, with two beginnings. */
const hashOf = (text: string): string =>
  [0x811c9dc5, 0x01000193]
    .map((begin) => {
      let hash = begin;
      for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      return (hash >>> 0).toString(16).padStart(8, '0');
    })
    .join('');

const encoder = new TextEncoder();

const encodeByte = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;
