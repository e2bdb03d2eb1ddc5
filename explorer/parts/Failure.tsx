/** Tells that the page cannot show anything, and what to do. */
export const Failure = ({ message }: { readonly message: string }) => (
  <main className="failure" role="alert">
    <h1>Nothing to explore</h1>
    <p>{message}</p>
  </main>
);
