import { memo } from 'react';
import { type Boxes, boxOf, requirementsOf, sentence } from './boxes.ts';
import { PermissionBox } from './PermissionBox.tsx';
import type { OfferedPermission } from './types.ts';
import { Words } from './Words.tsx';

/** Modules and features to tick, and the capabilities that follow from what is ticked. */
export const ToggleLists = memo(function ToggleLists({ boxes }: { readonly boxes: Boxes }) {
  const of = (kind: OfferedPermission['kind']) => boxes.offered.filter((one) => one.kind === kind);
  return (
    <div className="columns">
      {(['module', 'feature'] as const).map((kind) => (
        <section key={kind} aria-label={titles[kind]}>
          <h3>{titles[kind]}</h3>
          <ul className="toggles">
            {of(kind).map((one) => (
              <li key={one.permission}>
                {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside */}
                <label>
                  <PermissionBox label={one.title ?? one.subject} {...boxOf(boxes, one)} />
                  <span>{one.title ?? one.subject}</span>
                </label>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {of('capability').length > 0 && (
        <section aria-label="Capabilities">
          <h3>Capabilities</h3>
          <p className="faint">Nobody ticks these: each is there once all that it requires is.</p>
          <ul className="toggles">
            {of('capability').map((one) => {
              const isHeld = boxes.effective.has(one.permission);
              return (
                <li key={one.permission} className={isHeld ? 'held' : 'lacking'}>
                  <span className="mark" aria-hidden="true">
                    {isHeld ? '✓' : '–'}
                  </span>
                  <span>
                    {one.title ?? one.subject}
                    <span className="unseen">{isHeld ? ' (held)' : ' (not held)'}</span>
                    <small>
                      <Words text={(one.possible ? requirementsOf(one) : sentence(one.because)) ?? ''} />
                    </small>
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </div>
  );
});

const titles = { module: 'Modules', feature: 'Features' };
