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
  controls: {
    id: string;
    asks: string;
    older?: Record<string, string>;
    since?: string;
    outOfReach?: string;
    rules: string[];
  }[];
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
    const [head, url, without, ...lines] = cis.split("\n");
    expect(head).toMatch(
      /^CIS Kubernetes Benchmark \(1\.7 to 1\.12\): \d+ of the 101 controls on access and isolation, \d out of reach of a repository$/,
    );
    expect(url).toBe("https://www.cisecurity.org/benchmark/kubernetes");
    expect(without).toBe(
      "without 1.1 and 4.1, the permissions of files on nodes, and 3.1, who uses which credentials",
    );
    const ids = lines.map((line) => line.trim().split(/\s/)[0]);
    expect(ids).toEqual(ids.toSorted((a = "", b = "") => a.localeCompare(b, "en", { numeric: true })));
    expect(lines.find((line) => line.startsWith("  5.1.1 "))).toMatch(
      /^ {2}5\.1\.1 {3,}Give cluster-admin only where it is needed {2,}.*\bno-cluster-admin-binding\b/,
    );
    expect(lines.find((line) => line.startsWith("  1.2.15 "))).toMatch(
      /^ {2}1\.2\.15 \(1\.2\.16 in 1\.8, 1\.2\.17 in 1\.7\) {2,}Switch off profiles of the API server {2,}secure-api-server$/,
    );
    expect(lines.find((line) => line.startsWith("  1.2.30 "))).toContain("1.2.30 (from 1.11) ");
    expect(lines.find((line) => line.startsWith("  4.2.8 "))).toMatch(
      / {2}out of reach: how many events are enough depends on the cluster$/,
    );
  });

  it("has every recommendation of the sections that a repository can show", async () => {
    const [cis] = await coverage();
    const sections = new Map<string, number>();
    for (const { id } of cis?.controls ?? []) {
      // What 1.12 no longer has names the versions that did.
      if (id.includes(" in ")) continue;
      const section = id.replace(/\.\d+$/, "");
      sections.set(section, (sections.get(section) ?? 0) + 1);
    }
    expect([...sections]).toEqual([
      ["1.2", 30],
      ["1.3", 7],
      ["1.4", 2],
      ["2", 7],
      ["3.2", 2],
      ["4.2", 14],
      ["4.3", 1],
      ["5.1", 13],
      ["5.2", 12],
      ["5.3", 2],
      ["5.4", 2],
      ["5.5", 1],
      ["5.6", 4],
    ]);
  });

  it("says why no rule can look at a control only where none does", async () => {
    const unreachable = (await coverage()).flatMap(({ controls }) =>
      controls.filter(({ outOfReach }) => outOfReach !== undefined),
    );
    expect(unreachable.filter(({ rules: covering }) => covering.length > 0)).toEqual([]);
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
