import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { FORMATS } from "../../../lib/cli/args.js";
import { link, temporary } from "../../repository/temporary.js";
import { run } from "../run.js";
import { base64, PLACES, ROLE, secret } from "../secret-places.js";

const QUESTIONS = [
  ["--print-builds"],
  ["--unknowns"],
  ["--unknowns", "--format", "json"],
  ["who-can", "*", "*"],
  ["who-can", "get", "pods", "--format", "json"],
  ["what-can", "User:ada", "--format", "json"],
  ["access-path", "User:ada", "get", "pods"],
  ["access-path", "User:ada", "get", "pods", "--format", "json"],
  ["isolation", "--format", "json"],
  ["isolation"],
  ...["text", "json", "markdown", "svg", "dot"].map((format) => ["connections", "--format", format]),
];

describe("a secret in a repository", () => {
  it.each(Object.entries(PLACES))("is told by nothing: %s", async (where, filesWith) => {
    const files = { "r.yaml": ROLE, ...filesWith(where) };
    const root = temporary(files);
    link(root, "kustomization-link", "/nowhere");
    const reports = temporary();
    vi.stubEnv("GITHUB_STEP_SUMMARY", join(reports, "summary.md"));
    const all = ["--preset", "all", "--root", root, root];
    const written = FORMATS.flatMap((format) => ["--format", `${format}:${join(reports, format)}`]);
    const said = [await run(root, ...written, "--stats", ...all)];
    for (const format of FORMATS) said.push(await run(root, "--format", format, ...all));
    for (const question of QUESTIONS) said.push(await run(root, ...question, "--root", root));
    for (const file of Object.keys(files).filter((name) => !name.startsWith(".git/"))) {
      said.push(await run(root, "--explain-silence", join(root, file), "--root", root));
      said.push(await run(root, "--print-builds", join(root, file), "--root", root));
    }
    // What is accepted is written into the repository, for all to see.
    const accepted = join(reports, "accepted.json");
    said.push(await run(root, "--suppress-all", "--suppressions-location", accepted, ...all));
    said.push(await run(root, "--fix-dry-run", ...all));
    const texts = [
      ...said.flatMap(({ out, err }) => [out, err]),
      ...[...FORMATS, "summary.md", "accepted.json", "accepted.gitops.json"]
        .filter((name) => existsSync(join(reports, name)))
        .map((name) => readFileSync(join(reports, name), "utf8")),
    ];
    // What the run itself is about is there, so that the secret could be.
    expect(texts.some((text) => text.includes("r.yaml"))).toBe(true);
    const telling = texts.filter((text) =>
      [secret(where), base64(secret(where)), "S3cr3t"].some((one) => text.includes(one)),
    );
    expect(telling).toEqual([]);
    vi.unstubAllEnvs();
  });
});
