import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "../../../lsp/server.js";
import { cacheDirectory } from "../../../util/cache-directory.js";
import { version } from "../../package.js";
import { commandJudge } from "./judge.js";

/** Serves an editor. It ends with the process: when the editor says goodbye, or is gone. */
export async function runServer(): Promise<number> {
  // Who no longer listens is gone: whatever is still to be answered has nowhere to go.
  for (const event of ["error", "close"]) process.stdout.on(event, () => process.exit(1));
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  serve(connection, commandJudge(cacheDirectory()), version);
  return new Promise(() => undefined);
}
