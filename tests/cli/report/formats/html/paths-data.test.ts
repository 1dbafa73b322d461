import { describe, expect, it } from "vitest";
import { Analysis } from "../../../../../lib/analysis/analysis.js";
import { pathsData } from "../../../../../lib/cli/report/formats/html/paths-data.js";
import { placerIn } from "../../../../../lib/cli/report/formats/html/placer.js";
import { repositoryOf } from "../../../../builds/repository-of.js";
import { clusterBinding, roleOf, user } from "../../../../rules/manifests.js";

const dataOf = (files: Record<string, string>) => {
  const analysis = new Analysis(repositoryOf(files), {});
  return pathsData(analysis, placerIn(analysis, "base/"), "here");
};

describe("the ways to cluster-admin", () => {
  it("have their steps with the places that they follow from", () => {
    const [data] = dataOf({
      "r.yaml": roleOf(['apiGroups: [""], resources: [users, groups], verbs: [impersonate]']).replace(
        /^ {2}name: .*$/m,
        "  name: role",
      ),
      "b.yaml": clusterBinding("role", user("ada")),
    });
    expect(data?.title).toBe("here");
    expect(data?.paths[0]).toMatchObject({ from: "User 'ada'", to: "cluster-admin" });
    const [step] = data?.paths[0]?.steps ?? [];
    expect(step?.places.map(({ file }) => file).sort()).toEqual(["base/b.yaml", "base/r.yaml"]);
    expect(step?.words).toMatch(/impersonat|acts as/);
  });

  it("are none where nobody comes there, which is said", () => {
    const [data] = dataOf({ "b.yaml": clusterBinding("view", user("ada")) });
    expect(data?.paths).toEqual([]);
    expect(data?.notes.at(-1)).toMatch(/^Not counted: /);
  });

  it("are looked for in a large repository too", () => {
    const subjects = Array.from({ length: 301 }, (_, index) => user(`user-${index}`));
    const bindings = subjects.map((subject, index) => {
      return clusterBinding("actor", subject).replace("name: readers", `name: readers-${index}`);
    });
    const [data] = dataOf({
      "r.yaml": roleOf(['apiGroups: [""], resources: [users, groups], verbs: [impersonate]']).replace(
        /^ {2}name: .*$/m,
        "  name: actor",
      ),
      "b.yaml": bindings.join("---\n"),
    });
    expect(new Set(data?.paths.map(({ from }) => from)).size).toBe(301);
  });
});
