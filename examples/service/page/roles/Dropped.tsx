import { sentence } from './boxes.ts';
import { Words } from './Words.tsx';

interface Props {
  readonly dropped: readonly { readonly permission: string; readonly because: string }[];
}

/** The permissions that a copy of a role loses, grouped by the reason. */
export function Dropped({ dropped }: Props) {
  if (dropped.length === 0) return <p className="faint">Nothing is dropped.</p>;
  const reasons = Map.groupBy(dropped, ({ because }) => because);
  return (
    <section aria-label="Dropped" className="dropped">
      <h3>
        {dropped.length} {dropped.length === 1 ? 'permission is' : 'permissions are'} dropped
      </h3>
      {[...reasons].map(([because, list]) => (
        <div key={because}>
          <p>
            <Words text={sentence(because) ?? ''} />:
          </p>
          <p className="names">
            {list.slice(0, 60).map(({ permission }) => (
              <code key={permission}>{permission}</code>
            ))}
            {list.length > 60 && <span className="faint">and {list.length - 60} more</span>}
          </p>
        </div>
      ))}
    </section>
  );
}
