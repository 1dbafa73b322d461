#!/usr/bin/env node
import { main } from "./main.js";

process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  // The reader has stopped, as with `| head`: that does not change what was found.
  if (code === "EPIPE") return;
  process.stderr.write(`gitops-lint: The findings could not be printed: ${message}.\n`);
  process.exit(2);
});
process.stderr.on("error", () => undefined);

process.exitCode = await main(process.argv.slice(2));
