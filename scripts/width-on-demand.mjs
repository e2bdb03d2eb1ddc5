/**
 * Stands in the place of string-width: plain text takes no time, and what other text needs, expressions that take a
 * third of the time to start, is made when the first such text comes. The build lets `require` find the library itself.
 */
export default function measureOnDemand(text, options) {
  return /^[ -~]*$/.test(text) ? text.length : require('string-width').default(text, options);
}
