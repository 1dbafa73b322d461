import { optimizeLater } from "./optimizer.js";
import { version } from "./package.js";

const VERSION: ReadonlySet<string> = new Set(["-v", "-V", "--version"]);

/** Runs the command for the process: with its arguments, to its streams, for its exit code. */
export async function start(): Promise<void> {
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    // The reader has stopped, as with `| head`: that does not change what was found.
    if (code === "EPIPE") return;
    process.stderr.write(`gitops-lint: The findings could not be printed: ${message}.\n`);
    process.exit(2);
  });
  process.stderr.on("error", () => undefined);

  const argv = process.argv.slice(2);
  // Installers and editors ask for it often, and it needs none of the rules.
  if (argv.length === 1 && VERSION.has(argv[0] ?? "")) {
    process.stdout.write(`${version}\n`);
    return;
  }
  optimizeLater();
  const { main } = await import("./main.js");
  process.exitCode = await main(argv);
}
