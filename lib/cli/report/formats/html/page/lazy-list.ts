import { element } from "./dom.js";
import { digits } from "./words.js";

/** The button for more below each list. */
const buttons = new WeakMap<HTMLElement, HTMLButtonElement>();

/**
 * Puts items into a list, some of them at once and more when somebody asks for them: thousands would take long to draw.
 * @param list one that is in something
 * @param size how many are added at a time
 */
export function fillLazily<Item>(
  list: HTMLElement,
  items: readonly Item[],
  draw: (item: Item) => Node,
  size: number,
): void {
  buttons.get(list)?.remove();
  list.replaceChildren(...items.slice(0, size).map(draw));
  if (items.length <= size) return;
  let shown = size;
  const more = element("button", { type: "button", class: "more" });
  const name = () => {
    const left = items.length - shown;
    more.textContent = `Show ${digits(Math.min(size, left))} more of the ${digits(left)} that are left`;
  };
  more.addEventListener("click", () => {
    const added = items.slice(shown, shown + size).map(draw);
    for (const one of added) list.append(one);
    shown += added.length;
    if (shown < items.length) name();
    else more.remove();
    // Whoever has asked by the keyboard goes on at what is new.
    const [first] = added;
    if (!(first instanceof HTMLElement)) return;
    first.tabIndex = -1;
    first.focus();
  });
  name();
  buttons.set(list, more);
  (list.closest("table") ?? list).after(more);
}

/** A part that is closed, and made when it is opened. */
export function closedPart(title: Node, make: () => Node): HTMLDetailsElement {
  const body = element("div", { class: "body" });
  const part = element("details", {}, element("summary", {}, title), body);
  part.addEventListener("toggle", () => {
    if (part.open && body.childElementCount === 0) body.append(make());
  });
  return part;
}
