import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BENCHMARKS, CONTROL_IDS, controlsOf } from "../../../lib/rule-kit/benchmarks.js";
import { rules } from "../../../rules/index.js";
import { temporary } from "../../repository/temporary.js";
import { run } from "../run.js";

interface Coverage {
  name: string;
  title: string;
  controls: { id: string; rules: string[] }[];
}

async function coverage(): Promise<Coverage[]> {
  return JSON.parse((await run("/nowhere", "--controls", "--format", "json")).out) as Coverage[];
}

describe("the coverage of controls", () => {
  it("has every benchmark, every control once, and the rules that name it", async () => {
    const all = await coverage();
    expect(all.map(({ name }) => name)).toEqual(Object.keys(BENCHMARKS));
    const listed = all.flatMap(({ name, controls }) => controls.map(({ id }) => `${name} ${id}`));
    const known = CONTROL_IDS.flatMap(controlsOf).map(({ benchmark, id }) => `${benchmark} ${id}`);
    expect(listed.toSorted()).toEqual(known.toSorted());
    for (const [rule, { meta }] of Object.entries(rules)) {
      const at = all.flatMap(({ name, controls }) =>
        controls.filter((control) => control.rules.includes(rule)).map(({ id }) => `${name} ${id}`),
      );
      const claimed = meta.docs.controls.flatMap(controlsOf).map(({ benchmark, id }) => `${benchmark} ${id}`);
      expect(at.toSorted()).toEqual(claimed.toSorted());
    }
  });

  it("is printed as a table, sorted by number", async () => {
    const { code, out } = await run("/nowhere", "--controls");
    expect(code).toBe(0);
    const [cis = ""] = out.split("\n\n");
    const [head, url, ...lines] = cis.split("\n");
    expect(head).toMatch(
      /^CIS Kubernetes Benchmark \(1\.7 to 1\.12\): \d+ of the 14 controls on access and isolation$/,
    );
    expect(url).toBe("https://www.cisecurity.org/benchmark/kubernetes");
    expect(lines.map((line) => line.trim().split(" ")[0])).toEqual([
      ...Array.from({ length: 13 }, (_, index) => `5.1.${index + 1}`),
      "5.3.2",
    ]);
    expect(lines[0]).toMatch(
      /^ {2}5\.1\.1 {3}Give cluster-admin only where it is needed {2,}.*\bno-cluster-admin-binding\b/,
    );
  });

  it("goes to a file, and takes no format for findings", async () => {
    const file = join(temporary(), "controls.json");
    expect(await run("/nowhere", "--controls", "--format", `json:${file}`)).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(await coverage());
    expect(await run("/nowhere", "--controls", "--format", "sarif")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: --controls prints text or JSON, not 'sarif'.",
    });
  });
});
