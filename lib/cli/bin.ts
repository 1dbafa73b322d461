#!/usr/bin/env node
import { refusalOf } from "./node-version.js";

const refusal = refusalOf(process.versions.node);
if (refusal === undefined) {
  // Only here: an old Node.js reads what is imported at the top before it runs anything. Nor does it know `await` there.
  void import("./start.js").then(({ start }) => start());
} else {
  process.stderr.write(`gitops-lint: ${refusal}\n`);
  process.exitCode = 2;
}
