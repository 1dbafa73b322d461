import type { Arguments } from "../args.js";
import { withThreadsThereAre } from "../lint/threads.js";
import type { Output } from "../output.js";
import { reportOf } from "../report/text-or-json.js";
import { writeReport } from "../report/write-file.js";
import { refuseWaysOut } from "../ways-out.js";
import { run } from "./lint.js";

/** How wide pages are where no terminal says it, in characters. */
const WIDTH = 80;

/** Does what the options of `lint` ask for: lints, or prints something instead. */
export async function perform(args: Arguments, output: Output): Promise<number> {
  if (args.listRules) {
    const { printRules } = await import("./print-rules.js");
    return printed(args, output, "--list-rules", printRules);
  }
  if (args.controls) {
    const { printControls } = await import("./print-controls.js");
    return printed(args, output, "--controls", printControls);
  }
  if (args.explain !== undefined) {
    const { explainRule } = await import("./print-rules.js");
    const { screenOf } = await import("../report/screen.js");
    output.out(explainRule(args.explain, screenOf(process.stdout, process.env)?.columns ?? WIDTH), "page");
    return 0;
  }
  return run(withThreadsThereAre(args, output), output);
}

function printed(
  args: Arguments,
  output: Output,
  option: string,
  print: (format: "stylish" | "json") => string,
): number {
  const { name, file } = reportOf(args, option);
  const text = print(name);
  if (file === undefined) {
    output.out(text, name === "json" ? "json" : "text");
    return 0;
  }
  refuseWaysOut(args, []);
  writeReport(file, `${text}\n`);
  return 0;
}
