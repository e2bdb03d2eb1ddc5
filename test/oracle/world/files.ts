import {
  type CreateNodeOptions,
  type DocumentOptions,
  type SchemaOptions,
  stringify,
  type ToStringOptions,
} from 'yaml';

/** Documents to write, of whatever kinds. */
interface Written {
  readonly documents: readonly { readonly kind: string; readonly name?: string }[];
}

/** A number from zero up to, and not with, `below`. */
type Random = (below: number) => number;

/**
 * The world as YAML files, by path. `layout` decides what lies where and how it is written: zero is one document a file,
 * any other number scatters them over folders, several to a file, in block and flow style. `order`, unless it is zero,
 * shuffles files, the documents in a file and the keys of every mapping, and moves nothing to another path.
 */
export function toFiles(world: Written, layout = 0, order = 0): Record<string, string> {
  const scattered = random(layout);
  const shuffled = random(order);
  const reorder = <Item>(items: readonly Item[]): Item[] =>
    order === 0 ? [...items] : shuffle(items, shuffled);
  const documents = layout === 0 ? world.documents : shuffle(world.documents, scattered);
  const files = new Map<string, unknown[]>();
  documents.forEach((document, at) => {
    const path = layout === 0 ? tidy(document, at) : somewhere(scattered, documents.length);
    files.set(path, [...(files.get(path) ?? []), document]);
  });
  const written = [...files].map(([path, contents]) => {
    const style = layout === 0 ? {} : styleOf(scattered);
    const texts = reorder(contents).map((document) =>
      stringify(rekey(document, reorder), { ...plain, ...style }),
    );
    return [path, texts.join('---\n')] as const;
  });
  return Object.fromEntries(reorder(written));
}

/** No anchors, since an author who repeats a list writes it twice. */
const plain: CreateNodeOptions & DocumentOptions & SchemaOptions & ToStringOptions = {
  version: '1.2',
  schema: 'core',
  aliasDuplicateObjects: false,
};

function tidy(document: Written['documents'][number], at: number): string {
  const name = document.name === undefined ? String(at) : encodeURIComponent(document.name);
  return `policies/${document.kind.toLowerCase()}/${name}.yaml`;
}

function somewhere(scattered: Random, documents: number): string {
  const folders = ['', 'catalog/', 'roles/', 'tenants/acme/', 'a/b/c/', 'user types/', 'x.y/'];
  const folder = folders[scattered(folders.length)] ?? '';
  return `policies/${folder}${scattered(1 + Math.ceil(documents / 10))}.${scattered(2) === 0 ? 'yaml' : 'yml'}`;
}

function styleOf(scattered: Random): ToStringOptions {
  const styles: ToStringOptions[] = [
    {},
    { collectionStyle: 'flow' },
    { indent: 4, indentSeq: false },
    { defaultStringType: 'QUOTE_DOUBLE' },
    { defaultKeyType: 'PLAIN', defaultStringType: 'QUOTE_SINGLE' },
    { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 },
  ];
  return styles[scattered(styles.length)] ?? {};
}

function rekey(value: unknown, reorder: <Item>(items: readonly Item[]) => Item[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => rekey(item, reorder));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(reorder(Object.entries(value)).map(([key, item]) => [key, rekey(item, reorder)]));
}

function shuffle<Item>(items: readonly Item[], next: Random): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(next(left.length), 1));
}

/** The mulberry32 generator: the same seed, the same layout. */
function random(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
