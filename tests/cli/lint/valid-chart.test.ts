import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { committed } from "../../repository/git.js";
import { put } from "../../repository/temporary.js";
import { repository } from "../../rules/lint.js";
import { run } from "../run.js";

const CHART = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/_name.tpl": '{{ define "name" }}web{{ end }}\n',
};
const BROKEN = '{{ define "name" }}{{ toYml . }}{{ end }}\n';
const ONLY = ["--preset", "none", "--rule", "valid-chart:error"];

/** Where the command finds something, by `file:line:column`. */
async function places(root: string, ...args: string[]): Promise<string[]> {
  const { out } = await run(root, "--root", root, ...ONLY, "--format", "json", ...args, root);
  const results = JSON.parse(out) as { filePath: string; messages: { line: number; column: number }[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column }) => `${filePath.replace("ROOT/", "")}:${line}:${column}`),
  );
}

describe("a chart that Helm refuses", () => {
  it("is found by the command in a file of which nothing is rendered, and anew with a cache", async () => {
    const root = repository(CHART);
    const cached = () => places(root, "--cache", "--cache-location", join(root, ".cache"));
    expect(await cached()).toEqual([]);
    put(root, "web/templates/_name.tpl", BROKEN);
    expect(await cached()).toEqual(["web/templates/_name.tpl:1:23"]);
    expect(await cached()).toEqual(["web/templates/_name.tpl:1:23"]);
  });

  it("is a finding of the change that makes it so", async () => {
    const root = committed(CHART);
    expect(await places(root, "--changed-since", "HEAD")).toEqual([]);
    put(root, "web/templates/_name.tpl", BROKEN);
    expect(await places(root, "--changed-since", "HEAD")).toEqual(["web/templates/_name.tpl:1:23"]);
  });
});
