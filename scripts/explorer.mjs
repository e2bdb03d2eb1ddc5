/**
 * Builds explorer/ into one template, dist/explorer.html: the page with its script and its style, and two places for the command
 * that completes it, one for the data and one for the content security policy.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The places that `plafond explore` fills in. */
const places = { data: '<!--plafond:data-->', policy: '<!--plafond:csp-->' };

/**
 * The template of the page, and what esbuild says of its parts.
 * @param {import('esbuild').BuildOptions} library the options with which the compiler is built for browsers
 * @returns {Promise<{ html: string, metafile: import('esbuild').Metafile }>}
 */
export async function buildExplorer(library) {
  const { outputFiles, metafile } = await build({
    ...library,
    entryPoints: { explorer: at('explorer/main.tsx') },
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    // The components that the page shares with the example may find a React of their own there.
    alias: { ...library.alias, react: at('node_modules/react'), 'react-dom': at('node_modules/react-dom') },
    define: { ...library.define, 'process.env.NODE_ENV': '"production"' },
    write: false,
    metafile: true,
  });
  const textOf = (/** @type {string} */ end) =>
    (outputFiles ?? []).find(({ path }) => path.endsWith(end))?.text ?? '';
  return { html: template(quoteScript(textOf('.js')), textOf('.css')), metafile };
}

/** A script as it can stand in a page: nothing in it ends the element or begins a comment. @param {string} script */
const quoteScript = (script) => script.replaceAll('<!--', '\\x3c!--').replace(/<\/(script)/gi, '<\\/$1');

/** @param {string} script @param {string} style */
function template(script, style) {
  if (/<\/style/i.test(style)) throw new Error('the style of the explorer would end its element');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${places.policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>plafond explorer</title>
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>The explorer asks the compiler in your browser, so it needs scripts.</noscript></div>
${places.data}
<script type="module">${script}</script>
</body>
</html>
`;
}
