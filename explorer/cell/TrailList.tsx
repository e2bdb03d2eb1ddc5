import type { AnswerLayer, ExplainAnswer } from '../../compiler/library/answers.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { CodeExcerpt } from '../parts/CodeExcerpt.tsx';

/** The names of the layers that people read. */
export const layerTitles: Readonly<Record<AnswerLayer, string>> = {
  role: 'Role',
  userType: 'User type and seats',
  tenant: 'Tenant',
  requires: 'Prerequisites',
};

interface Props {
  readonly trail: ExplainAnswer['trail'];
  readonly decidedBy: AnswerLayer | null;
}

/** The verdicts of the four layers, each with the line that gives it. */
export const TrailList = ({ trail, decidedBy }: Props) => (
  <section aria-label="Verdicts">
    <h3>Why</h3>
    <ol className="trail">
      {trail.map(({ layer, holds, at, because }) => (
        <li key={layer} className={holds ? 'holds' : 'refuses'}>
          <p>
            <span className="verdict">{holds ? 'yes' : 'no'}</span>
            <strong>{layerTitles[layer]}</strong>
            {decidedBy === layer && <span className="chip">decides</span>}
          </p>
          <p>
            <Words text={because} />
          </p>
          <CodeExcerpt at={at} />
        </li>
      ))}
    </ol>
  </section>
);
