// Elements made by hand: text is always text, never HTML.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | false | null | undefined} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean>} [attributes] true gives an empty attribute, false none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Name]}
 */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/**
 * @template {Element} Made
 * @param {Made} made
 * @param {Record<string, string | number | boolean>} attributes
 * @param {Child[]} children
 */
function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== false && child != null));
  return made;
}

/**
 * @template {Element} Found
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {Found} fails loudly: the page's own HTML is at fault
 */
export function need(parent, selector) {
  const found = parent.querySelector(selector);
  if (!found) throw new Error(`${selector} is missing on the page`);
  return /** @type {Found} */ (found);
}
