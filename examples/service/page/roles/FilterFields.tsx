import { useState } from 'react';
import type { PortfolioItem } from './types.ts';

interface Props {
  /** The models whose records a filter can select, each with the names of its properties. */
  readonly models: readonly {
    readonly name: string;
    readonly title: string;
    readonly properties: readonly string[];
  }[];
  /** The name, for people, of the thing that the filter is added to. */
  readonly legend: string;
  readonly add: (item: PortfolioItem) => void;
}

/** The comparisons that can be chosen, each with its operator in a condition; equality needs none. */
const comparisons = {
  is: '',
  'is not': '$ne',
  'is one of': '$in',
  'is at least': '$gte',
  'is at most': '$lte',
};

type Comparison = keyof typeof comparisons;

/** Fields that write a filter: a property, a comparison and a value. What is wrong with it the check of the role says. */
export function FilterFields({ models, legend, add }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [model = models[0], setModel] = useState<Props['models'][number]>();
  const [property, setProperty] = useState('');
  const [comparison, setComparison] = useState<Comparison>('is');
  const [value, setValue] = useState('');
  if (!model) return null;
  if (!isOpen)
    return (
      <button type="button" aria-label={`Add a filter to ${legend}`} onClick={() => setOpen(true)}>
        Add a filter
      </button>
    );
  const isWhole = property !== '' && value.trim() !== '';
  const write = () => {
    if (!isWhole) return;
    const filter = { [property]: writeComparison(comparison, value) };
    add({ filter, ...(models.length > 1 && { on: model.name }) } as PortfolioItem);
    setOpen(false);
    setProperty('');
    setValue('');
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would be drawn as one more box
    <span className="filter" role="group" aria-label={`A filter of ${legend}`}>
      {models.length > 1 && (
        <select
          aria-label="Model"
          value={model.name}
          onChange={({ target }) => {
            setModel(models.find(({ name }) => name === target.value));
            setProperty('');
          }}
        >
          {models.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      )}
      <select aria-label="Property" value={property} onChange={({ target }) => setProperty(target.value)}>
        <option value="">property …</option>
        {model.properties.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        aria-label="Comparison"
        value={comparison}
        onChange={({ target }) => setComparison(target.value as Comparison)}
      >
        {Object.keys(comparisons).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <input
        aria-label="Value"
        placeholder={comparison === 'is one of' ? 'several, with commas' : 'value'}
        value={value}
        onChange={({ target }) => setValue(target.value)}
        onKeyDown={({ key }) => key === 'Enter' && write()}
      />
      <button type="button" disabled={!isWhole} onClick={write}>
        Add
      </button>
      <button type="button" onClick={() => setOpen(false)}>
        Cancel
      </button>
    </span>
  );
}

function writeComparison(comparison: Comparison, text: string): unknown {
  const operator = comparisons[comparison];
  if (operator === '') return readValue(text);
  return { [operator]: operator === '$in' ? text.split(',').map(readValue) : readValue(text) };
}

/** Reads a value as YAML would: a number, yes or no, or a text, which quotes make of anything. */
function readValue(text: string): string | number | boolean {
  const word = text.trim();
  if (/^".*"$/.test(word)) return word.slice(1, -1);
  if (word === 'true' || word === 'false') return word === 'true';
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}
