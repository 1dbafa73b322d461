#!/usr/bin/env node
import { main } from "./main.js";

process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  // Nobody reads on, as after `| head`: what was found stays what it is.
  if (code === "EPIPE") return;
  process.stderr.write(`gitops-lint: What was found could not be printed: ${message}.\n`);
  process.exit(2);
});
process.stderr.on("error", () => undefined);

process.exitCode = await main(process.argv.slice(2));
