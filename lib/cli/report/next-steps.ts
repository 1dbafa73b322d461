import type { Preset } from "../../repository/configuration/config-file.js";
import { displayWidth, padded, widestOnScreen } from "../../util/display-width.js";
import type { Arguments } from "../args.js";
import { changesOf, choiceOf, command, targetOf } from "./repeated.js";

/** What is known of a run with many findings. */
interface Run {
  /** The rule that has most of them, without its prefix. */
  rule: string | undefined;
  /** The presets of what was linted. */
  presets: readonly Preset[];
  hasErrors: boolean;
  isFolded: boolean;
  /** The command that tells what was not known, if something was not. */
  why: readonly string[];
}

/**
 * What to do about many findings: commands that can be copied, each after what it is for, or below it where both do not
 * fit into the width.
 * @param columns how wide the lines may be
 */
export function nextSteps(args: Arguments, run: Run, columns: number): string[] {
  const steps = stepsFor(args, run);
  const width = widestOnScreen(steps.map(([what]) => what));
  return steps.flatMap(([what, line]) => {
    const row = `  ${padded(what, width)}  ${line}`;
    return displayWidth(row) <= columns ? [row] : [`  ${what}`, `    ${line}`];
  });
}

function stepsFor(args: Arguments, { rule, presets, hasErrors, isFolded, why }: Run): [string, string][] {
  const [target, choice, changes] = [targetOf(args), choiceOf(args), changesOf(args)];
  const preset = args.preset === undefined ? [] : ["--preset", args.preset];
  const steps: [what: string, line: string][] = [];
  if (rule !== undefined) steps.push(["Look up a rule:", command("explain", rule)]);
  if (presets.some((one) => one === "strict" || one === "all"))
    steps.push(["Begin with danger:", command("--preset", "recommended", ...choice, ...changes, ...target)]);
  // Accepted is all that there is, also what has not changed, and nothing that is in no file.
  if (hasErrors && changes.length === 0 && !args.paths.includes("-"))
    steps.push(["Accept all of this:", command(...preset, ...choice, "--suppress-all", ...target)]);
  if (isFolded)
    steps.push(["See every finding:", command(...preset, ...choice, ...changes, "--all", ...target)]);
  for (const line of why) steps.push(["See what is unknown:", line]);
  return steps;
}
