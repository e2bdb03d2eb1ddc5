import { holderOf, type Waiver } from '../../compiler/model/invariant.ts';
import { daysBetween } from '../../compiler/text/days-between.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';

interface Props {
  readonly waivers: readonly Waiver[];
  readonly today: string;
}

/** The waivers on a line of time from today, the next to end first. */
export function WaiverLine({ waivers, today }: Props) {
  const sorted = waivers.toSorted((a, b) => (a.until < b.until ? -1 : 1));
  const longest = Math.max(1, ...sorted.map(({ until }) => daysBetween(today, until)));
  return (
    <section aria-label="Waivers">
      <h2>
        {waivers.length} {waivers.length === 1 ? 'waiver' : 'waivers'}
      </h2>
      <ol className="waivers">
        {sorted.map((waiver) => {
          const { invariant, tenant, owner, because, until } = waiver;
          const left = daysBetween(today, until);
          return (
            <li key={`${invariant} ${holderOf(waiver)} ${tenant}`}>
              <p>
                <strong>{invariant}</strong> for <Words text={holderOf(waiver)} />
                {tenant !== undefined && ` in ${tenant}`}
              </p>
              <div className="time-line">
                <span
                  className={left < 0 ? 'bar over' : left < 60 ? 'bar soon' : 'bar'}
                  style={{ width: `${Math.max(1, (Math.max(left, 0) / longest) * 100)}%` }}
                />
                <span>
                  {until} · {left < 0 ? `over since ${-left} days` : `${left} days left`}
                </span>
              </div>
              <p className="faint">
                {because} ({owner})
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
