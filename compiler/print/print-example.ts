import { examples } from './examples.generated.js';
import { printSchemaLine } from './role/yaml.ts';

/** The names of the examples, sorted. */
export const exampleNames: readonly string[] = Object.keys(examples);

/** Prints an example as a policies folder that editors check, of which compile writes `out`: texts by path. */
export const printExample = (name: string, out: string): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(examples[name] ?? {}).map(([path, text]) => [
      path,
      path.endsWith('.yaml') ? printSchemaLine(schemaOf(text), path, out) + text : text,
    ]),
  );

/** Returns the name of the schema for the documents of a file, which are all of one kind. */
const schemaOf = (text: string): string =>
  (/^kind: (\w+)$/m.exec(text)?.[1] ?? 'policy').replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
