import type { Refusal } from './api.ts';

/** A notice of a change that the service refused, with its reasons. */
export function Refused({ refusal, close }: { readonly refusal: Refusal; readonly close?: () => void }) {
  return (
    <div role="alert" className="refused">
      <p>{refusal.message}</p>
      {refusal.reasons.length > 0 && (
        <ul>
          {refusal.reasons.map(({ property, reason }) => (
            <li key={`${property} ${reason}`}>
              {property && <code>{property}</code>} {reason}
            </li>
          ))}
        </ul>
      )}
      {close && (
        <button type="button" onClick={close}>
          Close
        </button>
      )}
    </div>
  );
}
