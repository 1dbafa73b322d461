import { expect, it } from "vitest";
import { parseArguments } from "../../../lib/cli/args.js";
import { withThreadsThereAre } from "../../../lib/cli/lint/threads.js";
import { Output } from "../../../lib/cli/output.js";

/** What becomes of `--concurrency` where there are threads or not, and what is said of it. */
function threads(hasThreads: boolean, ...argv: string[]) {
  const said: string[] = [];
  const output = new Output({ out: () => undefined, err: (text) => void said.push(text) });
  const args = parseArguments(argv, "1.0.0", []);
  return { concurrency: withThreadsThereAre(args, output, hasThreads).concurrency, said };
}

it("leaves threads out where there are none, and says so", () => {
  const said = [
    "gitops-lint: The single executable has no threads, so '--concurrency' has no effect. The findings are the same.",
  ];
  expect(threads(false, "--concurrency", "4")).toEqual({ concurrency: "off", said });
  expect(threads(false, "--concurrency", "auto")).toEqual({ concurrency: "off", said });
  expect(threads(false, "--concurrency", "off")).toEqual({ concurrency: "off", said: [] });
  expect(threads(false).said).toEqual([]);
  expect(threads(true, "--concurrency", "4")).toEqual({ concurrency: 4, said: [] });
});
