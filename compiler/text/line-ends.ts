const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/**
 * Returns bytes with every CRLF as LF, so that a checkout with other line ends is the same text. Bytes without a CRLF
 * are returned as they are.
 */
export function unifyLineEnds(bytes: Uint8Array): Uint8Array {
  if (!isPairAnywhere(bytes)) return bytes;
  return bytes.filter((byte, at) => byte !== carriageReturn || bytes[at + 1] !== lineFeed);
}

function isPairAnywhere(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(carriageReturn); at !== -1; at = bytes.indexOf(carriageReturn, at + 1))
    if (bytes[at + 1] === lineFeed) return true;
  return false;
}

/** Returns true if two texts are the same but for their line ends. */
export function isSameText(one: Uint8Array, other: Uint8Array): boolean {
  const [left, right] = [unifyLineEnds(one), unifyLineEnds(other)];
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

/** A reader of a text in pieces that gives every CRLF as LF, also if the pair lies in two pieces. */
export interface LineEndUnifier {
  add(piece: Uint8Array): readonly Uint8Array[];
  /** Returns the bytes that were held back. */
  end(): readonly Uint8Array[];
}

/** Starts a text that comes in pieces. */
export function makeLineEndUnifier(): LineEndUnifier {
  let isHeld = false;
  const held = () => Uint8Array.of(carriageReturn);
  return {
    add(piece) {
      const last = piece[piece.length - 1];
      if (last === undefined) return [];
      const before = isHeld && piece[0] !== lineFeed ? [held()] : [];
      isHeld = last === carriageReturn;
      return [...before, unifyLineEnds(isHeld ? piece.subarray(0, -1) : piece)];
    },
    end: () => (isHeld ? [held()] : []),
  };
}
