/** Runs in the page. The document that is parsed here is inert: nothing in it is loaded or executed. */
globalThis.showSanitized = (html, { elements, attributes, protocols }) => {
  const [tags, names, schemes] = [elements, attributes, protocols].map((words) => new Set(words.split(" ")));
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of [...body.querySelectorAll("*")]) {
    if (/^(?:script|style|template|noscript|iframe|title)$/.test(element.localName)) element.remove();
    else if (!tags.has(element.localName)) element.replaceWith(...element.childNodes);
    else clean(element, names, schemes);
  }
  document.querySelector("main").append(...body.childNodes);
};

function clean(element, names, schemes) {
  for (const { name, value } of [...element.attributes]) {
    const scheme = /^\s*([^/:?#]*):/.exec(value)?.[1].toLowerCase();
    const isAddress = ["href", "src", "cite", "longdesc"].includes(name);
    if (!names.has(name) || (isAddress && scheme !== undefined && !schemes.has(scheme))) element.removeAttribute(name);
  }
}
