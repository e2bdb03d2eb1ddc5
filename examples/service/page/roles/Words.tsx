/** A sentence of the policies: the names in it are marked by backticks, and shown as code. */
export const Words = ({ text }: { readonly text: string }) => (
  <>
    {text.split('`').map((part, at) => {
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
      return at % 2 === 0 ? part : <code key={at}>{part}</code>;
    })}
  </>
);
