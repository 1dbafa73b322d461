import type { Paint } from "../../paint.js";
import type { Screen } from "../../screen.js";

/** How findings are shown to people. */
export interface View {
  paint: Paint;
  /** The terminal that they are shown on, if it is one. */
  screen: Screen | undefined;
  /** Whether the lines of the manifests are shown. */
  hasExcerpts: boolean;
  /** Whether every finding is shown, however many there are. */
  isWhole: boolean;
}
