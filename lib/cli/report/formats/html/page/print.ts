/** Opens what is closed while somebody prints: paper cannot be opened. */
export function whilePrinting(): void {
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const part of opened) {
      part.open = true;
      // The event that makes the content comes too late for the printer.
      part.dispatchEvent(new Event("toggle"));
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
    opened = [];
  });
}
