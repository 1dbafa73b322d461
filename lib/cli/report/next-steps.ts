import type { Preset } from "../../repository/configuration/config-file.js";
import { displayWidth, padded } from "../../util/display-width.js";
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
}

/**
 * What to do about many findings: commands that can be copied, each with what it does where that fits into the width.
 * @param columns how wide the lines may be
 */
export function nextSteps(args: Arguments, run: Run, columns: number): string[] {
  const { rule, presets, hasErrors, isFolded } = run;
  const [target, choice, changes] = [targetOf(args), choiceOf(args), changesOf(args)];
  const preset = args.preset === undefined ? [] : ["--preset", args.preset];
  // What is accepted is all that there is, also what has not changed.
  const canAccept = hasErrors && changes.length === 0 && !args.fix && args.suppressRule.length === 0;
  const steps: (readonly [line: string, what: string])[] = [
    ...(rule === undefined ? [] : [[command("--explain", rule), "what a rule is about"] as const]),
    ...(presets.some((one) => one !== "recommended" && one !== "none")
      ? [
          [
            command("--preset", "recommended", ...choice, ...changes, ...target),
            "start with what is dangerous",
          ] as const,
        ]
      : []),
    ...(rule === undefined
      ? []
      : [
          [
            command("--preset", "none", "--rule", `${rule}: error`, ...changes, ...target),
            "one rule at a time",
          ] as const,
        ]),
    ...(canAccept
      ? [
          [
            command(...preset, ...choice, "--suppress-all", ...target),
            "accept these, see what is new",
          ] as const,
        ]
      : []),
    ...(isFolded
      ? [[command(...preset, ...choice, ...changes, "--all", ...target), "list every finding"] as const]
      : []),
  ];
  const width = Math.max(...steps.map(([line]) => displayWidth(line)));
  return steps.map(([line, what]) => {
    const row = `  ${padded(line, width)}  ${what}`;
    if (displayWidth(row) <= columns) return row;
    const unaligned = `  ${line}  ${what}`;
    return displayWidth(unaligned) <= columns ? unaligned : `  ${line}`;
  });
}
