import { existsSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeDirectory } from "../../../lib/repository/disk/make-directory.js";
import { temporary } from "../temporary.js";

it("makes a directory and those above it, with the rights that are asked for", () => {
  const root = temporary({});
  makeDirectory(join(root, "a/b/c"), 0o700);
  makeDirectory(join(root, "a/b/c"), 0o700);
  expect(statSync(join(root, "a")).mode & 0o777).toBe(0o700);
  expect(statSync(join(root, "a/b/c")).isDirectory()).toBe(true);
});

it("makes none where there is something else", () => {
  const root = temporary({ file: "" });
  symlinkSync("nowhere", join(root, "link"));
  expect(() => makeDirectory(join(root, "file/a"))).toThrow("ENOTDIR");
  expect(() => makeDirectory(join(root, "link/a"))).toThrow("EEXIST");
});

it.skipIf(!existsSync("/proc/self"))("ends where a file system takes no new names", () => {
  expect(() => makeDirectory("/proc/gitops-lint/cache")).toThrow("ENOENT");
});
