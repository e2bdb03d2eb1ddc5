import { nameLeftOut } from '../../compiler/print/findings/print-left-out.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';

/** The most errors that are said in full; the findings have the others. */
const shownErrors = 3;

/** Says above every view which parts of the policies it is without, and why: a tenant that is missing may be the one in question. */
export function LeftOut() {
  const { draft, linkTo } = useExplorer();
  if (!draft.matrix || draft.leftOut.length === 0) return null;
  const errors = draft.policies.findings.filter(({ severity }) => severity === 'error');
  return (
    <section className="notice bad left-out" aria-label="Left out">
      <p>
        Nothing here is said of <Words text={nameLeftOut(draft.leftOut)} />.{' '}
        <a href={linkTo({}, 'findings')}>See what is wrong</a>
      </p>
      <ul>
        {errors.slice(0, shownErrors).map(({ message, path, line, column }) => (
          <li key={`${path}:${line}:${column} ${message}`}>
            <Words text={message} />{' '}
            <small>
              {path}:{line}
            </small>
          </li>
        ))}
        {errors.length > shownErrors && <li>and {errors.length - shownErrors} more</li>}
      </ul>
    </section>
  );
}
