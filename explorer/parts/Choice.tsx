import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly choose: (value: string) => void;
  /** The words for choosing nothing; absent if something is always chosen. */
  readonly none?: string | undefined;
}

/** A choice of one thing among several, with its label above it. */
export function Select({ label, value, options, choose, none }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => choose(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}

interface SearchProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly change: (value: string) => void;
}

/** A field for a text that is looked for. */
export function SearchField({ label, value, placeholder, change }: SearchProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        value={value}
        placeholder={placeholder}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
}

/** A field for a text that is written. */
export function TextField({ label, value, change }: Omit<SearchProps, 'placeholder'>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="text" value={value} onChange={(event) => change(event.target.value)} />
    </div>
  );
}
