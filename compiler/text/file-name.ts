/** Names that Windows takes for a device, whatever stands behind a dot. */
const isDevice = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/;

/**
 * Returns the file name for a name, without its extension. What a file system cannot hold, or does not tell apart, is
 * percent-encoded, as `con`, `a/b` or a capital letter, so that no two names give one file anywhere.
 */
export function fileNameOf(name: string): string {
  const encoded = name.replace(/[^a-z0-9_.-]/gu, (character) =>
    [...encoder.encode(character)].map(encodeByte).join(''),
  );
  // A dot that comes first hides a file, and one that comes last is dropped.
  const whole = encoded.replace(/^\.|\.$/g, '%2e');
  return isDevice.test(whole) ? encodeByte(whole.charCodeAt(0)) + whole.slice(1) : whole;
}

const encoder = new TextEncoder();

const encodeByte = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;
