import type { ComponentProps } from 'react';
import { FilterFields } from './FilterFields.tsx';
import { Choice } from './HolderFields.tsx';
import type { Portfolio, PortfolioItem, RoleEditor } from './types.ts';

interface Props {
  readonly editor: RoleEditor;
  readonly portfolio: Portfolio | undefined;
  readonly models: readonly { readonly name: string; readonly title: string }[];
  /** The names of the properties of each model. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  readonly isLocked: boolean;
  readonly change: (portfolio: Portfolio) => void;
}

type Entries = Readonly<Record<string, readonly PortfolioItem[]>>;

/** The records that a role reaches: for all that it may do, and for single models where they differ. */
export function PortfolioPicker({ editor, portfolio, models, properties, isLocked, change }: Props) {
  // A filter selects records of the models whose records portfolios select.
  const selected = new Set<string>(editor.choices.portfolios.map(({ on }) => on));
  const filtered = models
    .filter(({ name }) => selected.has(name))
    .map((model) => ({ ...model, properties: properties.get(model.name) ?? [] }));
  const entries = entriesOf(portfolio);
  const patterns = Object.keys(entries);
  const set = (next: Entries) => {
    const [only, more] = Object.keys(next);
    change(only === '*' && more === undefined ? (next['*'] ?? []) : next);
  };
  const free = models.filter(({ name }) => !patterns.includes(`${name}:*`));
  return (
    <section aria-label="Portfolio" className="portfolio">
      <h3>Portfolio</h3>
      {patterns.map((pattern) => (
        <Choices
          key={pattern}
          editor={editor}
          legend={pattern === '*' ? 'What it reaches' : `What it reaches of ${titleOf(pattern, models)}`}
          items={entries[pattern] ?? []}
          filtered={filtered}
          isLocked={isLocked}
          change={(items) => set({ ...entries, [pattern]: items })}
          remove={
            pattern === '*' || isLocked
              ? undefined
              : () => set(Object.fromEntries(Object.entries(entries).filter(([key]) => key !== pattern)))
          }
        />
      ))}
      {!isLocked && (
        <label className="except">
          Other records for{' '}
          <select
            value=""
            onChange={(event) => set({ ...entries, [`${event.target.value}:*`]: entries['*'] ?? [] })}
          >
            <option value="">one model …</option>
            {free.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
    </section>
  );
}

interface ChoicesProps {
  readonly editor: RoleEditor;
  readonly legend: string;
  readonly items: readonly PortfolioItem[];
  readonly filtered: ComponentProps<typeof FilterFields>['models'];
  readonly isLocked: boolean;
  readonly change: (items: readonly PortfolioItem[]) => void;
  readonly remove: (() => void) | undefined;
}

function Choices({ editor, legend, items, filtered, isLocked, change, remove }: ChoicesProps) {
  // A role that reaches nothing is none, and an empty list for one model would reach what the rest does.
  const lastOne = items.length === 1 ? 'It reaches some records at least: tick another first' : undefined;
  const others = items.filter((item) => typeof item !== 'string');
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {editor.choices.portfolios.map(({ name, title }) => {
        const isTicked = items.includes(name);
        return (
          <Choice
            key={name}
            type="checkbox"
            label={title ?? name}
            checked={isTicked}
            refused={isLocked ? 'It cannot be changed here' : isTicked ? lastOne : undefined}
            change={(isOn) => change(isOn ? [...items, name] : items.filter((item) => item !== name))}
          />
        );
      })}
      {others.map((item) => (
        <span key={JSON.stringify(item)} className="filter">
          {'filter' in item ? 'Filter ' : 'In common '}
          <code>{JSON.stringify('filter' in item ? item.filter : item.allOf)}</code>
          {!isLocked && items.length > 1 && (
            <button type="button" onClick={() => change(items.filter((one) => one !== item))}>
              Remove filter
            </button>
          )}
        </span>
      ))}
      {!isLocked && (
        <FilterFields models={filtered} legend={legend} add={(item) => change([...items, item])} />
      )}
      {remove && (
        <button type="button" onClick={remove}>
          Same as the rest
        </button>
      )}
    </fieldset>
  );
}

const titleOf = (pattern: string, models: Props['models']) =>
  models.find(({ name }) => pattern === `${name}:*`)?.title ?? pattern;

function entriesOf(portfolio: Portfolio | undefined): Entries {
  if (portfolio === undefined || portfolio === 'all') return { '*': [] };
  return isList(portfolio) ? { '*': portfolio } : (portfolio as Entries);
}

const isList = (portfolio: Portfolio): portfolio is readonly PortfolioItem[] => Array.isArray(portfolio);
