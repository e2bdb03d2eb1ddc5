import type { WhoAnswer } from '../../compiler/library/answers.ts';
import { useExplorer } from '../context.ts';

interface Props {
  readonly answer: WhoAnswer;
  readonly except: string;
  readonly permission: string;
}

/** The other roles of the tenant that hold a permission, and how many people have each. */
export function Holders({ answer, except, permission }: Props) {
  const { linkTo } = useExplorer();
  const others = answer.holders.filter(({ role }) => role !== except);
  return (
    <section aria-label="Holders">
      <h3>Who else holds it</h3>
      {others.length === 0 ? (
        <p className="faint">No other role of this tenant.</p>
      ) : (
        <ul className="holders">
          {others.map(({ role, users, portfolio }) => (
            <li key={role}>
              <a href={linkTo({ of: role })}>{role}</a>
              <span className="faint">
                {portfolio.length > 0 && `${portfolio.join(' + ')} · `}
                {users === null ? 'people unknown' : `${users} ${users === 1 ? 'person' : 'people'}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={linkTo({ ask: permission }, 'who')}>Ask in all tenants</a>
      </p>
    </section>
  );
}
