import { useDeferredValue } from 'react';
import type { AnswerPlace } from '../../compiler/library/answers.ts';
import { useExplorer } from '../context.ts';
import { highlightYaml, splitYaml } from '../state/highlight-yaml.ts';
import { fileText } from '../state/world.ts';
import { YamlLines } from './YamlLines.tsx';

/** The number of lines that are shown above and below the one that is meant. */
const around = 1;

/** The lines around a place of a policy file, the one that is meant marked. They are drawn at once, and coloured after that. */
export function CodeExcerpt({ at }: { readonly at: AnswerPlace }) {
  const { draft, go } = useExplorer();
  const text = fileText(draft, at.path);
  const isColoured = useDeferredValue(true, false);
  const lines = text === undefined ? [] : isColoured ? highlightYaml(text) : splitYaml(text);
  const first = Math.max(0, at.line - 1 - around);
  const shown = lines.slice(first, at.line + around);
  return (
    <figure className="excerpt">
      <figcaption>
        <button type="button" className="link" onClick={() => go({ file: `${at.path}:${at.line}` })}>
          {at.path}:{at.line}
        </button>
      </figcaption>
      {shown.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
        <pre tabIndex={0}>
          <code>
            <YamlLines lines={shown} from={first + 1} meant={at.line} />
          </code>
        </pre>
      )}
    </figure>
  );
}
