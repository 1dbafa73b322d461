import fc from "fast-check";
import { fuzz } from "./fuzz.js";
import { inDirectory } from "./in-directory.js";
import { ran } from "./ran.js";
import { hostile } from "./repositories.js";

const QUESTIONS: readonly (readonly string[])[] = [
  ["who-can", "get", "secrets"],
  ["who-can", "*", "*", "-n", "shop"],
  ["who-can", "get", "/metrics"],
  ["who-can", "--argocd", "sync", "applications"],
  ["what-can", "ServiceAccount:shop/web"],
  ["what-can", "Group:system:masters"],
  ["access-path", "User:ada", "create", "pods"],
  ["access-path", "ServiceAccount:shop/default", "get", "secrets", "-n", "shop"],
  ["isolation"],
  ["connections"],
  ["connections", "--from", "shop", "--to", "0.0.0.0/0"],
];

fuzz("questions-bear-anything", {
  input: fc.tuple(hostile, fc.constantFrom(...QUESTIONS)),
  runs: 8,
  async check([texts, question]) {
    await inDirectory(texts, async (root) => {
      for (const format of [[], ["--format", "json"]]) await ran([...question, "--root", root, ...format]);
    });
  },
});

fuzz("pictures-bear-anything", {
  input: fc.tuple(hostile, fc.constantFrom("svg", "dot", "markdown")),
  runs: 5,
  async check([texts, format]) {
    await inDirectory(texts, (root) => ran(["connections", "--root", root, "--format", format]));
  },
});

fuzz("unknowns-builds-and-silence-bear-anything", {
  input: hostile,
  runs: 4,
  async check(texts) {
    await inDirectory(texts, async (root) => {
      await ran(["--unknowns", root]);
      await ran(["--unknowns", "--format", "json", root]);
      await ran(["--print-builds", root]);
      for (const path of Object.keys(texts))
        await ran(["--explain-silence", `${root}/${path}`, "--root", root]);
    });
  },
});

fuzz("the-command-bears-anything", {
  input: fc.tuple(
    hostile,
    fc.constantFrom("json", "sarif", "stylish", "github", "gitlab", "junit", "markdown"),
  ),
  runs: 4,
  async check([texts, format]) {
    await inDirectory(texts, (root) => ran(["--preset", "all", "--format", format, root]));
  },
});
