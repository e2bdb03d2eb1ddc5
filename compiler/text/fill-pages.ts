/** Lines that belong together under a head, which is repeated where they go on on another page. */
export interface Block {
  readonly head: string;
  readonly lines: Iterable<string>;
}

/** The most characters of a page: no review shows more than half a megabyte. */
const longest = 400_000;

/**
 * Fills pages with blocks, one line after another, and yields each page when it is full. Every page begins with the
 * head of the whole. A block without lines is its head alone.
 */
export function* fillPages(head: string, blocks: Iterable<Block>, most = longest): Iterable<string> {
  let page = [head];
  let length = head.length;
  const put = (text: string): void => {
    page.push(text);
    length += text.length;
  };
  for (const block of blocks) {
    if (length + block.head.length > most && page.length > 1) {
      yield page.join('');
      page = [head];
      length = head.length;
    }
    put(block.head);
    for (const line of block.lines) {
      if (length + line.length > most) {
        yield page.join('');
        page = [head];
        length = head.length;
        put(block.head);
      }
      put(line);
    }
  }
  yield page.join('');
}

/** Returns the path of a page: the first has none but its own name, later ones a number that no name ends in. */
export const pathOfPage = (path: string, extension: string, page: number): string =>
  `${path}${page === 0 ? '' : `~${page + 1}`}.${extension}`;
