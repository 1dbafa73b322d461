import { main } from "./main.js";

/** Runs the command for the process: with its arguments, to its streams, for its exit code. */
export async function start(): Promise<void> {
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    // The reader has stopped, as with `| head`: that does not change what was found.
    if (code === "EPIPE") return;
    process.stderr.write(`gitops-lint: The findings could not be printed: ${message}.\n`);
    process.exit(2);
  });
  process.stderr.on("error", () => undefined);

  process.exitCode = await main(process.argv.slice(2));
}
