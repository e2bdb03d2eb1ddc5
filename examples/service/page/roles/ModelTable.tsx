import { Fragment, memo, useMemo, useState } from 'react';
import { type Boxes, boxOf } from './boxes.ts';
import { PermissionBox } from './PermissionBox.tsx';
import type { OfferedPermission } from './types.ts';

interface Model {
  readonly name: string;
  readonly title: string;
  readonly actions: readonly OfferedPermission[];
  /** The rights on its properties, by property. */
  readonly properties: ReadonlyMap<string, readonly OfferedPermission[]>;
}

/** The models and their actions; a row unfolds into the properties, and into actions that no other model has. */
export const ModelTable = memo(function ModelTable({ boxes }: { readonly boxes: Boxes }) {
  const models = useMemo(() => modelsIn(boxes.offered), [boxes.offered]);
  const columns = useMemo(() => columnsOf(models), [models]);
  const [search, setSearch] = useState('');
  const [unfolded, unfold] = useState<ReadonlySet<string>>(new Set());
  const sought = search.trim().toLowerCase();
  const isSought = (name: string) => name.toLowerCase().includes(sought);
  const shown = models.filter(
    ({ name, title, properties }) =>
      isSought(name) || isSought(title) || (sought !== '' && [...properties.keys()].some(isSought)),
  );

  function toggle(name: string) {
    const next = new Set(unfolded);
    if (!next.delete(name)) next.add(name);
    unfold(next);
  }

  return (
    <>
      <label className="find">
        <span className="unseen">Find a model or property</span>
        <input
          type="search"
          placeholder="Find a model or property"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      <table className="permissions">
        <thead>
          <tr>
            <th scope="col">Model</th>
            {columns.map((action) => (
              <th key={action} scope="col" className="act">
                {capital(action)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((model) => {
            const isOpen = unfolded.has(model.name);
            return (
              <Fragment key={model.name}>
                <tr className={isOpen ? 'open' : undefined}>
                  <th scope="row">
                    <ModelName
                      model={model}
                      boxes={boxes}
                      columns={columns}
                      isOpen={isOpen}
                      toggle={toggle}
                    />
                  </th>
                  {columns.map((action) => (
                    <Act
                      key={action}
                      of={model.title}
                      one={model.actions.find((a) => a.action === action)}
                      boxes={boxes}
                    />
                  ))}
                </tr>
                {isOpen && <Unfolded model={model} boxes={boxes} columns={columns} />}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {shown.length === 0 && <p className="faint">No model and no property is called that.</p>}
    </>
  );
});

interface RowProps {
  readonly model: Model;
  readonly boxes: Boxes;
  readonly columns: readonly string[];
}

function ModelName({
  model,
  boxes,
  columns,
  isOpen,
  toggle,
}: RowProps & { readonly isOpen: boolean; readonly toggle: (name: string) => void }) {
  const more = model.actions.filter(({ action }) => !columns.includes(action)).length;
  const total = model.properties.size + more;
  if (total === 0) return <span className="leaf">{model.title}</span>;
  const viewed = [...model.properties.values()].filter((rights) =>
    rights.some(({ permission }) => boxes.granted.has(permission)),
  ).length;
  const count = viewed === model.properties.size || viewed === 0 ? `${total}` : `${viewed} of ${total}`;
  return (
    <button type="button" className="unfold" aria-expanded={isOpen} onClick={() => toggle(model.name)}>
      <span className="name">{model.title}</span>{' '}
      <span className="count">
        {count}
        <span className="unseen"> properties</span>
      </span>
    </button>
  );
}

function Unfolded({ model, boxes, columns }: RowProps) {
  return (
    <>
      {model.actions
        .filter(({ action }) => !columns.includes(action))
        .map((one) => (
          <tr key={one.action} className="part">
            <th scope="row">{capital(one.action)}</th>
            <Act of={model.title} one={one} boxes={boxes} />
            <td colSpan={columns.length - 1} />
          </tr>
        ))}
      {[...model.properties].map(([property, rights]) => (
        <tr key={property} className="part">
          <th scope="row">{property}</th>
          {columns.map((action) => (
            <Act
              key={action}
              of={`${model.title} ${property}`}
              one={rights.find((right) => right.action === action)}
              boxes={boxes}
            />
          ))}
        </tr>
      ))}
    </>
  );
}

interface ActProps {
  readonly of: string;
  readonly one: OfferedPermission | undefined;
  readonly boxes: Boxes;
}

function Act({ of, one, boxes }: ActProps) {
  return (
    <td className="act">
      {one && <PermissionBox label={`${capital(one.action)} ${of}`} {...boxOf(boxes, one)} />}
    </td>
  );
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function modelsIn(offered: readonly OfferedPermission[]): readonly Model[] {
  interface OpenModel extends Model {
    readonly actions: OfferedPermission[];
    readonly properties: Map<string, OfferedPermission[]>;
  }
  const models = new Map<string, OpenModel>();
  for (const one of offered) {
    if (one.kind !== 'action' && one.kind !== 'property') continue;
    const { subject: name, title = name, property } = one;
    const model: OpenModel = models.get(name) ?? { name, title, actions: [], properties: new Map() };
    models.set(name, model);
    if (property === undefined) model.actions.push(one);
    else model.properties.set(property, [...(model.properties.get(property) ?? []), one]);
  }
  return [...models.values()];
}

/** The actions that several models have, in the order of the catalog. */
function columnsOf(models: readonly Model[]): readonly string[] {
  const order = ['create', 'view', 'update', 'remove', 'export'];
  const all = models.flatMap(({ actions }) => actions.map(({ action }) => action));
  const shared = [...new Set(all)].filter(
    (action) => order.includes(action) || all.indexOf(action) !== all.lastIndexOf(action),
  );
  const rank = (action: string) => (order.includes(action) ? order.indexOf(action) : order.length);
  return shared.sort((a, b) => rank(a) - rank(b));
}
