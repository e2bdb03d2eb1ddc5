import type { Refusal } from './api.ts';

/** What the service did not do, and why. */
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
