import type { YamlLine } from '../state/highlight-yaml.ts';

interface Props {
  readonly lines: readonly YamlLine[];
  /** The number of the first line. */
  readonly from: number;
  /** The line that is meant; absent if none is. */
  readonly meant?: number | undefined;
}

/** Lines of YAML with their numbers. */
export const YamlLines = ({ lines, from, meant }: Props) => (
  <>
    {lines.map((line, index) => {
      const number = from + index;
      return (
        <span key={number} className={number === meant ? 'line meant' : 'line'} data-line={number}>
          <span className="number">{number}</span>
          {line.map(({ text, style }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece of a line has no other name
            <span key={at} className={style || undefined}>
              {text}
            </span>
          ))}
          {'\n'}
        </span>
      );
    })}
  </>
);
