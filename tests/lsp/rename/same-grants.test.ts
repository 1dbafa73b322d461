import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RenameRequest } from "vscode-languageserver-protocol/node";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { BINDING_KINDS } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { type Layout, LAYOUTS } from "../layouts.js";
import { opened } from "../navigation/navigate.js";
import { applied, CONFIRMING, editsIn } from "./renaming.js";

/** Whom every binding gives what in every build, up to the names of roles, and with accounts by where they are written. */
function grantsIn(files: Layout): unknown {
  const analysis = new Analysis(repositoryOf(files), {});
  const bindings = analysis.ofKind(...BINDING_KINDS).map((binding) => {
    const { file, document, object } = binding.object;
    const role = analysis.role(binding);
    const rules = role.state === "found" ? role.roles.map((one) => analysis.grants.rulesOf(one)) : role.state;
    const subjects = (object.subjects ?? []).map((subject) => {
      const account = analysis.serviceAccount(binding, subject);
      return account.state === "found" ? account.objects.map((one) => one.file) : account.state;
    });
    return [binding.build.type, binding.build.directory, file, document, object.metadata, rules, subjects];
  });
  const pods = analysis.ofKind("Deployment").map((workload) => {
    const account = analysis.podAccount(workload);
    return [
      workload.build.directory,
      account.state === "found" ? account.objects.map(({ file }) => file) : account,
    ];
  });
  return [bindings, pods];
}

/** Where the role, the ClusterRole and the ServiceAccount of a layout are written or used. */
function placesIn(files: Layout): readonly (readonly [string, string])[] {
  const texts = [
    "  name: pod-re|ader",
    "  name: secret-ad|min",
    "  name: sh|op",
    "serviceAccountName: sh|op",
  ];
  return Object.entries(files).flatMap(([path, text]) => {
    const isAbout = /kind: (?:Cluster)?Role\n|kind: ServiceAccount|serviceAccountName/.test(text);
    return isAbout
      ? texts.filter((one) => text.includes(one.replace("|", ""))).map((one) => [path, one] as const)
      : [];
  });
}

describe("after a rename", () => {
  it.each(Object.entries(LAYOUTS))("everybody has the same rights: %s", async (_, files) => {
    const one = await opened(files, CONFIRMING);
    const before = grantsIn(files);
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
    let renames = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(files)), name, async ([path, marked], newName) => {
        const asked = { ...one.at(path, marked), newName };
        const edit = await one.client.sendRequest(RenameRequest.type, asked).catch(() => null);
        if (!edit) return;
        renames++;
        const after = applied(files, editsIn(one, edit));
        expect(grantsIn(after)).toEqual(before);
      }),
      { numRuns: 25 },
    );
    expect(renames).toBeGreaterThan(10);
  });
});
