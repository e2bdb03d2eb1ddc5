/** Lines that belong together under a head, which is repeated where they go on on another page. */
export interface Block {
  readonly head: string;
  readonly lines: readonly string[];
}

/** Blocks with all of their text, which may stand under many heads. */
export interface JoinedBlocks {
  readonly blocks: readonly Block[];
  readonly text: string;
}

/** Joins blocks, so that what fits on one page is not put together line by line. */
export const joinBlocks = (blocks: readonly Block[]): JoinedBlocks => ({
  blocks,
  text: blocks.flatMap(({ head, lines }) => [head, ...lines]).join(''),
});

/** The most characters of a page: no review shows more than half a megabyte. */
const longest = 400_000;

/**
 * Fills pages with blocks, one line after another, and yields each page when it is full. Every page begins with the
 * head of the whole. A block without lines is its head alone.
 */
export function* fillPages(head: string, { blocks, text }: JoinedBlocks, most = longest): Iterable<string> {
  if (head.length + text.length <= most) {
    yield head + text;
    return;
  }
  let page = head;
  for (const block of blocks) {
    if (page.length + block.head.length > most && page.length > head.length) {
      yield page;
      page = head;
    }
    page += block.head;
    for (const line of block.lines) {
      if (page.length + line.length > most) {
        yield page;
        page = head + block.head;
      }
      page += line;
    }
  }
  yield page;
}

/** Returns the path of a page: the first has none but its own name, later ones a number that no name ends in. */
export const pathOfPage = (path: string, extension: string, page: number): string =>
  `${path}${page === 0 ? '' : `~${page + 1}`}.${extension}`;
