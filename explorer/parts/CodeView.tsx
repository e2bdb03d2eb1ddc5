import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { highlightYaml } from '../state/highlight-yaml.ts';
import { YamlLines } from './YamlLines.tsx';

interface Props {
  readonly text: string;
  readonly label: string;
  /** The line that is meant, from 1; absent if none is. */
  readonly line?: number | undefined;
}

const lineHeight = 20;
/** The most lines that are all drawn, so that a search of the browser finds them. */
const fewLines = 2000;

/** A policy file, to be read, with the line that is meant in sight. */
export function CodeView({ text, label, line }: Props) {
  const frame = useRef<HTMLElement>(null);
  const lines = useMemo(() => highlightYaml(text), [text]);
  const isFew = lines.length <= fewLines;
  const { scrollToIndex, getVirtualItems, getTotalSize } = useVirtualizer({
    enabled: !isFew,
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => lineHeight,
    overscan: 40,
  });
  useEffect(() => {
    if (line === undefined) return;
    if (!isFew) scrollToIndex(line - 1, { align: 'center' });
    else frame.current?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: 'center' });
  }, [line, isFew, scrollToIndex]);
  const items = getVirtualItems();
  const [first, end] = isFew ? [0, lines.length] : [items[0]?.index ?? 0, (items.at(-1)?.index ?? -1) + 1];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
    <section ref={frame} className="code-view" aria-label={label} tabIndex={0}>
      <pre
        style={
          isFew ? undefined : { paddingTop: first * lineHeight, height: getTotalSize(), overflow: 'visible' }
        }
      >
        <code>
          <YamlLines lines={lines.slice(first, end)} from={first + 1} meant={line} />
        </code>
      </pre>
    </section>
  );
}
