import { useExplorer } from '../context.ts';

/** Stands in the place of a view that broken policies do not let answer. */
export function Broken() {
  const { linkTo, draft } = useExplorer();
  const { errors } = draft.policies;
  return (
    <div className="notice bad" role="alert">
      <p>
        The policies have {errors} {errors === 1 ? 'error' : 'errors'}, so nothing can be said about them.
      </p>
      <p>
        <a href={linkTo({}, 'findings')}>See what is wrong</a>
      </p>
    </div>
  );
}
