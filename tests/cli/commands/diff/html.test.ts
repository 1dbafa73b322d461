import { describe, expect, it } from "vitest";
import { changeAsHtml } from "../../../../lib/cli/commands/diff/html.js";
import { type Section, sectionsOf } from "../../../../lib/cli/commands/diff/sections.js";
import { committed } from "../../../repository/git.js";
import { put } from "../../../repository/temporary.js";
import { clusterBinding, user } from "../../../rules/manifests.js";
import { dataIn } from "../../report/formats/page-reader.js";
import { run } from "../../run.js";
import { CHANGE, twoSides } from "./changes.js";

describe("a change as a page", () => {
  it("has each kind, with what it is given through before and after", () => {
    const { title, sentences, changes } = dataIn(
      changeAsHtml(["The headline."], sectionsOf(CHANGE, [], twoSides())),
    );
    expect({ title, sentences }).toEqual({ title: "Change of access", sentences: ["The headline."] });
    expect(changes?.map((one) => [one.title, one.isUrgent, one.items[0]?.mark])).toEqual([
      ["Dangerous", true, "+"],
      ["Gained", false, "+"],
      ["Lost", false, "-"],
      ["Bindings", false, "-"],
      ["Namespaces", false, "+"],
      ["Connections", false, "+"],
      ["In reach", true, "+"],
      ["Not known", false, "?"],
    ]);
    expect(changes?.[0]?.items).toEqual([
      {
        mark: "+",
        words: "User:jane can now read every Secret of namespace 'shop'",
        details: [
          "get, list and watch secrets in namespace shop",
          "through RoleBinding shop/readers (rbac.yaml:11) > Role shop/reader (role.yaml:7)",
          "before: RoleBinding shop/readers (old.yaml:12) > ClusterRole view (of every cluster)",
        ],
      },
    ]);
  });

  it("says how many items have no room", () => {
    const section: Section = {
      title: "Gained",
      isUrgent: false,
      count: 5001,
      item: (index) => ({ mark: "+", words: [`${index}`], details: [] }),
    };
    const [gained] = dataIn(changeAsHtml([], [section])).changes ?? [];
    expect([gained?.items.length, gained?.left]).toEqual([5000, 1]);
  });

  it("is what the command prints", async () => {
    const root = committed({ "b.yaml": clusterBinding("view", user("ada")) });
    put(root, "b.yaml", clusterBinding("cluster-admin", user("ada")));
    const { out, code } = await run(root, "diff", "HEAD", "--format", "html", "--root", root);
    const { changes, findings } = dataIn(out);
    expect([code, changes?.[0]?.title, findings]).toEqual([0, "Dangerous", undefined]);
    expect(changes?.[0]?.items[0]?.words).toBe("User:ada can now do everything in the cluster");
  });
});
