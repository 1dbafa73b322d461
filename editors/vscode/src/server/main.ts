import { runServer } from "../../../../lib/cli/commands/lsp/lsp.js";

void runServer();
