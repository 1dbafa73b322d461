import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileAt, gitAt, remoteEntry } from "../../../lib/repository/sources/kustomize-url.js";

type Row = [entry: string, url: string | null, ref: string | null, path: string | null];

/** What kustomize 5.5.0 gives to git for an entry, as a program has written down that was called instead of git. */
const TABLE = JSON.parse(readFileSync(new URL("kustomize-urls.json", import.meta.url), "utf8")) as Row[];
/** What is refused here although kustomize takes it, and where the difference is meant. */
const REFUSED = ["https://user:pw@github.com/org/repo/path", "https://-oProxyCommand=x/a/b"];

/** An address as requests have it: no user for the web, and no form of scp. */
function plain(url: string): string {
  const web = url.replace(/^(https?:\/\/)[^/@]*@/, "$1");
  return /^[a-z]+:\/\//.test(web) ? web : `ssh://${web.replace(":", "/")}`;
}

describe("an entry of a kustomization", () => {
  test.each(TABLE.filter(([entry]) => !REFUSED.includes(entry)))(
    "'%s' is %s at %s, %s",
    (entry, url, ref, path) => {
      const found = gitAt(entry);
      if (url === null) return expect(found).toBeUndefined();
      expect(found).toEqual({
        request: { type: "git", url: plain(url), ...(ref !== "HEAD" && { ref }) },
        path: path?.split("/").filter(Boolean).join("/"),
      });
    },
  );

  test.each(REFUSED)("'%s' is refused", (entry) => {
    expect(remoteEntry(entry)).toBeUndefined();
  });

  test.each([
    ["https://example.org/a/b.yaml", "https://example.org/a/b.yaml"],
    [
      "https://raw.githubusercontent.com/o/r/v1/b.yml?x=1#y",
      "https://raw.githubusercontent.com/o/r/v1/b.yml?x=1",
    ],
    ["HTTP://example.org/b.json", "http://example.org/b.json"],
  ])("'%s' is a file", (entry, url) => {
    expect(remoteEntry(entry)).toEqual({ request: { type: "http", url }, path: "" });
  });

  test.each([
    "https://example.org/o/r.git/b.yaml",
    "https://example.org/o/r//b.yaml",
    "github.com/o/r/b.yaml",
  ])("'%s' is something in a repository", (entry) => {
    expect(fileAt(entry)).toBeUndefined();
    expect(remoteEntry(entry)).toMatchObject({ request: { type: "git" }, path: "b.yaml" });
  });

  test.each([
    "https://user:pw@example.org/a.yaml",
    "base",
    "../base",
    "app.yaml",
    "https://",
    "git@host:-x/y",
  ])("'%s' is nothing that is fetched", (entry) => {
    expect(remoteEntry(entry)).toBeUndefined();
  });

  test("has a host that cannot be an option, and a directory in the repository, whatever it is", () => {
    const piece = fc.constantFrom(
      "https://",
      "ssh://",
      "git@",
      "github.com",
      "host",
      "-x",
      "/",
      "//",
      ":",
      "..",
      ".git",
      "_git/",
      "?ref=",
      "%2f",
      "a",
      "@",
      "git::",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const found = remoteEntry(pieces.join(""));
        if (!found) return;
        expect(found.request.url).toMatch(/^(?:https?|ssh):\/\/[^-/]/);
        expect(found.path.split("/")).not.toContain("..");
      }),
      { numRuns: 2000 },
    );
  });
});
