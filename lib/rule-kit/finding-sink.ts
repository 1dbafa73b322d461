import type { Path } from "../manifests/locate.js";
import type { Finding, TextFinding } from "./define-rule.js";

/** Receives what a rule reports on a file. */
export interface FindingSink {
  /** @param at the path of the object in its document */
  finding(document: number, at: Path, finding: Finding<string>): void;
  textFinding?(finding: TextFinding<string>): void;
  /**
   * Receives what the check threw. The rule goes on with the next object.
   * @param target the place of the object in the text of a file of a chart
   */
  failure(document: number, at: Path, error: unknown, target?: Finding<string>["target"]): void;
}
