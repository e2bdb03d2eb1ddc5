import { useEffect, useState } from 'react';
import { type Answer, getRevenue } from './api.ts';
import { money } from './Cell.tsx';
import { Refused } from './Refused.tsx';

/** The page of a module. That the menu leads here is a courtesy: the service decides. */
export function RevenueView() {
  const [answer, setAnswer] = useState<Answer<{ readonly companies: number; readonly arr: number }>>();
  useEffect(() => {
    getRevenue().then(setAnswer);
  }, []);
  if (!answer) return <p>Loading…</p>;
  if (!answer.ok) return <Refused refusal={answer.refusal} />;
  return (
    <section aria-label="Revenue" className="figures">
      <dl>
        <div>
          <dt>Accounts with revenue</dt>
          <dd>{answer.body.companies}</dd>
        </div>
        <div>
          <dt>ARR</dt>
          <dd>{money.format(answer.body.arr)}</dd>
        </div>
      </dl>
    </section>
  );
}
