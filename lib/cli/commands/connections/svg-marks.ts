import type { Mark } from "./picture.js";
import { TAB } from "./scene.js";
import { text } from "./svg-elements.js";
import { n } from "./text-size.js";

/** A mark at the side of a node where connections come in or go out. */
export function tab(x: number, y: number, height: number, mark: Mark, side: "left" | "right"): string[] {
  const [bottom, r] = [y + height, 6];
  const outline =
    side === "left"
      ? `M${n(x + TAB)} ${n(y)}H${n(x + r)}a${r} ${r} 0 0 0-${r} ${r}V${n(bottom - r)}a${r} ${r} 0 0 0 ${r} ${r}H${n(x + TAB)}z`
      : `M${n(x)} ${n(y)}h${TAB - r}a${r} ${r} 0 0 1 ${r} ${r}V${n(bottom - r)}a${r} ${r} 0 0 1-${r} ${r}H${n(x)}z`;
  return [`<path class="${CLASSES[mark]}" d="${outline}"/>`, glyph(x + TAB / 2, y + height / 2, mark)];
}

export const CLASSES: Record<Mark, string> = {
  open: "",
  isolated: "isolated",
  denied: "denied",
  "not known": "unknown",
  "in part": "isolated part",
};

/** A lock, a bar as on a road that nobody may enter, or a question mark. */
export function glyph(x: number, y: number, mark: Mark): string {
  if (mark === "not known") return text(x, y + 4.5, "?", "ask middle");
  if (mark === "denied")
    return `<rect class="solid" x="${n(x - 5)}" y="${n(y - 1.5)}" width="10" height="3" rx="1"/>`;
  return `<rect class="solid" x="${n(x - 4.5)}" y="${n(y - 1.5)}" width="9" height="7" rx="1.5"/><path class="glyph" d="M${n(x - 2.7)} ${n(y - 1)}v-2a2.7 2.7 0 0 1 5.4 0v2"/>`;
}
