// Elements are made with texts only: nothing in this folder makes HTML of a string.

export type Child = Node | string | undefined | false;
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const SVG = "http://www.w3.org/2000/svg";

/** An element of HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
export function shape<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled<Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made {
  setAll(made, attributes);
  for (const child of children) if (child !== undefined && child !== false) made.append(child);
  return made;
}

/** Sets attributes; `true` is an empty one, `false` and `undefined` are none. */
export function setAll(on: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) on.removeAttribute(name);
    else on.setAttribute(name, value === true ? "" : String(value));
  }
}

let used = 0;
/** An id that no other element has. */
export function newId(): string {
  return `n${++used}`;
}

/** A link to a page elsewhere, which learns nothing of this one. */
export function linkTo(url: string, ...children: readonly Child[]): HTMLAnchorElement {
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Calls a function once nothing has happened for a moment: after the last letter that somebody types. */
export function settled(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(then, 100);
  };
}
