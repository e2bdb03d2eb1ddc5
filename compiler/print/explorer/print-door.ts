import { digestInline, type InlineDigests } from './fill-page.ts';

/** The page that is served to everybody: it holds nothing, and asks for the real one with a token. */
export interface Door {
  readonly page: string;
  readonly digests: InlineDigests;
}

/** The header in which every question to the server carries its token. */
export const tokenHeader = 'x-plafond-token';

/**
 * Prints the page at the address of the explorer. It exchanges the token of the address for one that the browser keeps for
 * this address alone, takes the token out of the address, and puts the real page in its own place.
 */
export function printDoor(): Door {
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>plafond explore</title>
<style>${style}</style>
</head>
<body>
<main><h1>plafond explore</h1><p id="said" role="status">Opening the policies …</p><noscript><p>The explorer needs JavaScript.</p></noscript></main>
<script type="module">${script}</script>
</body>
</html>
`;
  return { page, digests: digestInline(page) };
}

const style =
  ':root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0}main{max-width:40rem;margin:20vh auto;padding:0 1rem}';

/** The name under which the browser keeps the token; other ports do not see it. */
const kept = 'plafond-session';

const script = `
const given = /^#token=([\\w-]+)$/.exec(location.hash)?.[1];
if (given) history.replaceState(null, '', location.pathname);
const ask = (path, token, more) =>
  fetch(path, { ...more, cache: 'no-store', headers: { '${tokenHeader}': token, ...more?.headers } });
const exchange = async (token) => {
  const answer = await ask('/api/session', token, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  localStorage.setItem('${kept}', said.token);
  return said.token;
};
const open = async () => {
  const token = localStorage.getItem('${kept}');
  const known = token && await ask('/api/page', token);
  if (known?.ok) return known.text();
  if (!given) throw new Error('This address needs its token: open the whole address that plafond explore printed.');
  const answer = await ask('/api/page', await exchange(given));
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.text();
};
try {
  const page = await open();
  document.open();
  document.write(page);
  document.close();
} catch (error) {
  document.getElementById('said').textContent = error instanceof TypeError
    ? 'The server does not answer: start plafond explore again, and open the address that it prints.'
    : error.message;
}
`;
