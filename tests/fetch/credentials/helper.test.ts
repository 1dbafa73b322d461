import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { askHelper } from "../../../lib/fetch/credentials/helper.js";
import { temporary } from "../../repository/temporary.js";

/** Puts a helper `docker-credential-it` into the path, with a script of the shell. */
function helper(script: string): string {
  const directory = temporary({ "docker-credential-it": `#!/bin/sh\n${script}\n` });
  chmodSync(join(directory, "docker-credential-it"), 0o755);
  vi.stubEnv("PATH", [directory, process.env.PATH].join(delimiter));
  return directory;
}

describe.skipIf(process.platform === "win32")("a credential helper", () => {
  it("is told the server, and answers with a login", async () => {
    helper(`read server; echo '{"Username":"'$1'","Secret":"'$server'"}'`);
    expect(await askHelper("it", "ghcr.io")).toEqual({ username: "get", password: "ghcr.io" });
  });

  it.each([
    ["exit 1"],
    [`echo '{"Username":"u","Secret":"s"}'; exit 1`],
    ["echo nothing"],
    [`echo '{"Username":"<token>","Secret":"s"}'`],
    [`echo '{"Username":1}'`],
    ["while :; do echo 0123456789; done"],
  ])("that fails knows nothing: %s", async (script) => {
    helper(script);
    expect(await askHelper("it", "ghcr.io")).toBeUndefined();
  });

  it("has so much time, and need not be there", async () => {
    helper("exec sleep 100");
    expect(await askHelper("it", "ghcr.io", 50)).toBeUndefined();
    expect(await askHelper("that-nobody-has", "ghcr.io")).toBeUndefined();
  });
});
