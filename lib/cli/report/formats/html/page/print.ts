/** Opens what is closed while somebody prints: paper cannot be opened. */
export function whilePrinting(): void {
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll<HTMLDetailsElement>("details:not([open])")) {
      opened.push(part);
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
