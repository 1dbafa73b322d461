import { type Format, FORMATS, lintCommand } from "../args.js";
import { parsePath } from "../command-line.js";
import { NamedCommand } from "./named-command.js";
import { choice, oneOf, rootOption } from "./options.js";

/** How a change can be printed, and what `--format` of `lint` calls that; the first is the default. */
export const DIFF_FORMATS = {
  text: "stylish",
  json: "json",
  markdown: "markdown",
  html: "html",
} as const satisfies Record<string, (typeof FORMATS)[number]>;
const NAMES = Object.keys(DIFF_FORMATS) as (keyof typeof DIFF_FORMATS)[];

/** What makes a run fail; the last is the default. */
export const FAIL_ON = ["dangerous", "any", "none"] as const;

/** The options of `lint` that mean the same here. */
const SHARED = [
  "--config",
  "--output-file",
  "--color",
  "--no-color",
  "--cache",
  "--no-cache",
  "--cache-location",
];

/** `diff`: what a change gives away. */
export function diffCommand(): NamedCommand {
  const command = new NamedCommand("diff")
    .description(
      "Prints what changes in access since the branch left another one: who can do more or less, what becomes reachable, and through what.",
    )
    .argument(
      "[base]",
      "a commit or branch to compare with (default: origin/HEAD, else what GitHub's or GitLab's CI names)",
      parsePath,
    )
    .option("--staged", "judge what is staged; without BASE, it is compared with the last commit", false)
    .addOption(rootOption())
    .option("--cluster <name>", "only this cluster, where the repository tells several apart")
    .addOption(
      choice(
        "--fail-on <what>",
        "exit with 1 if something dangerous is gained, or for any change",
        FAIL_ON,
      ).default("none"),
    )
    .option(
      "--untrusted",
      "for changes by strangers: .gitops-lint.yaml, .gitignore and charts count only as they are in BASE",
      false,
    )
    .addOption(
      choice("-f, --format <name>", "how it is printed", NAMES)
        .argParser((given): Format[] => [{ name: DIFF_FORMATS[oneOf(given, NAMES)] }])
        .default([], "text"),
    );
  const { options } = lintCommand({ version: "", rules: [] });
  for (const option of options) if (SHARED.includes(option.long ?? "")) command.addOption(option);
  return command
    .example("gitops-lint diff origin/main --format markdown")
    .exits("0 printed, 1 what --fail-on names is there, 2 the run failed");
}
