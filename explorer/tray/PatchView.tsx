import type { FilePatch } from '../state/patch.ts';

/** The YAML difference of files, line by line. */
export const PatchView = ({ patches }: { readonly patches: readonly FilePatch[] }) => (
  <>
    {patches.map(({ path, kind, patch }) => (
      <figure key={path} className="patch">
        <figcaption>
          <code>{path}</code> {kind !== 'changed' && <span className="chip">{kind}</span>}
        </figcaption>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
        <pre tabIndex={0}>
          {patch.hunks.flatMap(({ oldStart, newStart, lines }) => [
            <span key={`hunk ${oldStart} ${newStart}`} className="hunk">
              @@ line {newStart}
              {'\n'}
            </span>,
            ...lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line of a hunk has no other name
              <span key={`${newStart} ${at}`} className={lineClass(line)}>
                {line}
                {'\n'}
              </span>
            )),
          ])}
        </pre>
      </figure>
    ))}
  </>
);

const lineClass = (line: string): string =>
  line.startsWith('+') ? 'added' : line.startsWith('-') ? 'gone' : 'same';
