import { describe, expect, it } from "vitest";
import { factsOf } from "../../lib/repository/facts.js";
import { filesWhere } from "../../lib/repository/files-where.js";
import { Repository } from "../../lib/repository/repository.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";

const ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader }\n";
const BROKEN = `${ROLE}rules: [\n`;

function facts(text: string) {
  return factsOf("role.yaml", new ManifestFile(text));
}

function repository(files: Readonly<Record<string, ReturnType<typeof facts>>>) {
  return new Repository({ root: "/r", files: new Map(Object.entries(files)) });
}

describe("the files of whose facts something holds", () => {
  const [role, other, broken] = [facts(ROLE), facts(`${ROLE}# other\n`), facts(BROKEN)];

  it("are looked at again only where they differ from the state before", () => {
    const seen: unknown[] = [];
    const find = filesWhere((one) => {
      seen.push(one);
      return one.broken === 0;
    });
    const first = repository({ "a.yaml": role, "b.yaml": role, "c.yaml": broken });
    expect([...find(first).keys()]).toEqual(["a.yaml", "b.yaml"]);
    expect(find(first)).toBe(find(first));
    expect(seen).toHaveLength(3);
    expect([...find(repository({ "a.yaml": role, "b.yaml": other, "c.yaml": broken }))]).toEqual([
      ["a.yaml", role],
      ["b.yaml", other],
    ]);
    expect(seen).toHaveLength(4);
  });

  it("are in the order of all, whatever is added, changed and deleted", () => {
    const find = filesWhere((one) => one.broken === 0);
    const states: Readonly<Record<string, ReturnType<typeof facts>>>[] = [
      { "a.yaml": role, "b.yaml": broken, "c.yaml": role },
      { "a.yaml": role, "b.yaml": role, "c.yaml": role },
      { "b.yaml": role, "c.yaml": broken },
      { "0.yaml": role, "b.yaml": other, "c.yaml": role },
      {},
      { "a.yaml": broken },
    ];
    for (const state of states) {
      const one = repository(state);
      expect([...find(one)]).toEqual([...one.files].filter(([, { broken: count }]) => count === 0));
    }
  });
});
