import { describe, expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import type { ManifestObject } from "../../lib/manifests/unpack.js";
import { VARIANTS } from "../builds/named-files.js";
import { link, temporary } from "../repository/temporary.js";
import { hasKubectl, render } from "./kubectl.js";

describe.runIf(await hasKubectl())("what a build names", () => {
  it.each(VARIANTS.filter(({ isForController }) => !isForController))(
    "is built by kustomize as well: $name",
    async ({ files, links = {}, applied }) => {
      const root = temporary(files);
      for (const [path, target] of Object.entries(links)) link(root, path, target);
      const { yaml, refused } = await render(root);
      expect(refused).toBeUndefined();
      const roles = new ManifestFile(yaml ?? "").objects.filter((one): one is ManifestObject<"Role"> => {
        return one.kind === "Role";
      });
      const verbsOf = ({ object: { metadata, rules = [] } }: ManifestObject<"Role">) => {
        return [metadata?.name, rules.flatMap(({ verbs = [] }) => verbs).join()];
      };
      expect(Object.fromEntries(roles.map(verbsOf))).toEqual(applied);
    },
  );
});
