import type { Arguments } from "../args.js";
import { HAS_THREADS } from "../installed.js";
import type { Output } from "../output.js";

/** The arguments as they can be followed: where there are no threads, one does all, which changes no finding. */
export function withThreadsThereAre(args: Arguments, output: Output, hasThreads = HAS_THREADS): Arguments {
  if (hasThreads || (args.concurrency ?? "off") === "off") return args;
  output.err(
    "gitops-lint: The single executable has no threads, so '--concurrency' has no effect. The findings are the same.",
  );
  return { ...args, concurrency: "off" };
}
