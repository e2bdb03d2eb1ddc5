import type { AnswerPlace } from '../../compiler/library/answers.ts';
import { useExplorer } from '../context.ts';
import { cutExcerpt } from '../state/excerpt.ts';
import { fileText } from '../state/world.ts';

/** The lines around a place of a policy file, the one that is meant marked. */
export function CodeExcerpt({ at }: { readonly at: AnswerPlace }) {
  const { draft, go } = useExplorer();
  const text = fileText(draft, at.path);
  const lines = text === undefined ? [] : cutExcerpt(text, at.line);
  return (
    <figure className="excerpt">
      <figcaption>
        <button type="button" className="link" onClick={() => go({ file: `${at.path}:${at.line}` })}>
          {at.path}:{at.line}
        </button>
      </figcaption>
      {lines.length > 0 && (
        <pre>
          <code>
            {lines.map(({ number, line }) => (
              <span key={number} className={number === at.line ? 'line meant' : 'line'}>
                <span className="number">{number}</span>
                {line}
                {'\n'}
              </span>
            ))}
          </code>
        </pre>
      )}
    </figure>
  );
}
