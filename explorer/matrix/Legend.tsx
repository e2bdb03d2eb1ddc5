import { cellStates, type SquareState } from '../state/cells.ts';

/** The answers that squares give. */
export const Legend = () => (
  <ul className="legend" aria-label="Legend">
    {(Object.keys(cellStates) as SquareState[]).map((state) => (
      <li key={state}>
        <span className={`square sample ${state}`} aria-hidden="true">
          <b>{cellStates[state].letter}</b>
        </span>
        {cellStates[state].title}
      </li>
    ))}
  </ul>
);
