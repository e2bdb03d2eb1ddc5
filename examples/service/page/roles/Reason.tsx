import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Words } from './Words.tsx';

interface Props {
  /** The text that is shown on hover and on focus; undefined if there is no reason to show. */
  readonly text: string | undefined;
  /** Gets the id by which the thing is described. */
  readonly children: (describedBy: string | undefined) => ReactNode;
}

/**
 * Tells the reason of what cannot be done: to the pointer, to the keyboard and to a screen reader. It stands above all else, is not
 * cut off by what scrolls, stays while the pointer is on it, and goes on Escape.
 */
export function Reason({ text, children }: Props) {
  const id = useId();
  const around = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const [shown, show] = useState(false);

  useEffect(() => {
    const [from, to] = [around.current, bubble.current];
    if (!shown || !from || !to) return;
    const place = () => {
      const box = from.getBoundingClientRect();
      const { width, height } = to.getBoundingClientRect();
      const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
      const above = box.top - height - 6;
      to.style.left = `${left}px`;
      to.style.top = `${above < 8 ? box.bottom + 6 : above}px`;
    };
    place();
    addEventListener('scroll', place, true);
    return () => removeEventListener('scroll', place, true);
  }, [shown]);

  if (text === undefined) return children(undefined);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only shows what the thing inside is described by
    <span
      ref={around}
      className="reasoned"
      onPointerEnter={() => show(true)}
      onPointerLeave={() => show(false)}
      onFocus={() => show(true)}
      onBlur={() => show(false)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape' || !shown) return;
        event.stopPropagation();
        show(false);
      }}
    >
      {children(id)}
      <span ref={bubble} id={id} role="tooltip" className="reason" hidden={!shown}>
        <Words text={text} />
      </span>
    </span>
  );
}
