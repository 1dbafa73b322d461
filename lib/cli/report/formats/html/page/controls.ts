import { element, newId, settled } from "./dom.js";

/** A field to search in. */
export function searchField(label: string, hint: string, search: (text: string) => void): HTMLElement {
  const id = newId();
  const input = element("input", {
    id,
    type: "search",
    placeholder: hint,
    autocomplete: "off",
    spellcheck: "false",
  });
  input.addEventListener(
    "input",
    settled(() => search(input.value)),
  );
  return element("div", { class: "field" }, element("label", { for: id }, label), input);
}

/** A field with some choices, of which the first one holds. */
export function choiceField<Choice extends string>(
  label: string,
  choices: readonly Choice[],
  choose: (choice: Choice) => void,
): HTMLElement {
  const id = newId();
  const select = element("select", { id }, ...choices.map((choice) => element("option", {}, choice)));
  select.addEventListener("change", () => {
    const chosen = choices[select.selectedIndex];
    if (chosen !== undefined) choose(chosen);
  });
  return element("div", { class: "field" }, element("label", { for: id }, label), select);
}

/** A box to tick. */
export function tickField(label: string, isTicked: boolean, tick: (isTicked: boolean) => void): HTMLElement {
  const id = newId();
  const input = element("input", { id, type: "checkbox", checked: isTicked });
  input.addEventListener("change", () => tick(input.checked));
  return element("div", { class: "tick" }, input, element("label", { for: id }, label));
}

/** A button with a name for those who do not see its sign. */
export function button(sign: string, name: string, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", "aria-label": sign === name ? undefined : name }, sign);
  made.addEventListener("click", press);
  return made;
}

/** A line that screen readers read out when it changes. */
export function status(): HTMLElement {
  return element("p", { class: "status", role: "status" });
}
