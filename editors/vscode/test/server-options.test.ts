import { describe, expect, it } from "vitest";
import { startOf } from "../src/server-options.js";

describe("the server to start", () => {
  it.each([
    [undefined, true, { module: "/extension/server.cjs" }],
    ["", true, { module: "/extension/server.cjs" }],
    ["/usr/bin/gitops-lint", true, { command: "/usr/bin/gitops-lint" }],
    ["/usr/bin/gitops-lint", false, { module: "/extension/server.cjs" }],
    ["./gitops-lint", false, { module: "/extension/server.cjs" }],
  ])("is, with %j in a workspace whose trust is %j, %j", (named, isTrusted, start) => {
    expect(startOf("/extension/server.cjs", named, isTrusted)).toEqual(start);
  });

  it("is refused if its path would lead into the workspace", () => {
    expect(() => startOf("/extension/server.cjs", "node_modules/.bin/gitops-lint", true)).toThrow(
      "'gitopsLint.server.path' must be an absolute path, and 'node_modules/.bin/gitops-lint' is none.",
    );
  });
});
