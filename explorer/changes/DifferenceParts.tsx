import { useMemo } from 'react';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { type DiffOfWorlds, listDifferenceParts } from '../state/difference.ts';

interface Props {
  readonly difference: DiffOfWorlds;
  /** The parts that are told elsewhere. */
  readonly without?: readonly string[];
}

/** All that a difference says beside the permissions of roles: guards, gifts, people, names, statements. */
export function DifferenceParts({ difference, without = [] }: Props) {
  const parts = useMemo(() => listDifferenceParts(difference), [difference]);
  return parts
    .filter(({ title }) => !without.includes(title))
    .map(({ title, lines }) => (
      <section key={title} aria-label={title} className="part-of-difference">
        <h3>{title}</h3>
        <ul className="plain-list">
          {lines.slice(0, shownLines).map(({ words, grade }) => (
            <li key={words} className={grade === undefined ? undefined : `graded ${grade}`}>
              <Words text={words} />
            </li>
          ))}
        </ul>
        {lines.length > shownLines && <p className="faint">and {lines.length - shownLines} more</p>}
      </section>
    ));
}

/** Of each part so many lines are shown; the command prints all. */
const shownLines = 200;
