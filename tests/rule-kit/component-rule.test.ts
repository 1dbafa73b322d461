import { describe, expect, it } from "vitest";
import { API_SERVER } from "../../lib/kubernetes/components/flags/api-server.js";
import { CONTROLLER_MANAGER } from "../../lib/kubernetes/components/flags/controller-manager.js";
import { ETCD } from "../../lib/kubernetes/components/flags/etcd.js";
import { KUBE_PROXY } from "../../lib/kubernetes/components/flags/kube-proxy.js";
import { KUBELET } from "../../lib/kubernetes/components/flags/kubelet.js";
import { SCHEDULER } from "../../lib/kubernetes/components/flags/scheduler.js";
import { rules } from "../../rules/index.js";
import { read, sections } from "../pages.js";

describe.each([
  ["secure-api-server", API_SERVER],
  ["secure-controller-manager", CONTROLLER_MANAGER],
  ["secure-etcd", ETCD],
  ["secure-kube-proxy", KUBE_PROXY],
  ["secure-kubelet", KUBELET],
  ["secure-scheduler", SCHEDULER],
])("%s", (name, table) => {
  it("names the controls of its flags", () => {
    const controls = new Set(table.rows.flatMap(({ control }) => control ?? []));
    expect(new Set<string>(rules[name]?.meta.docs.controls)).toEqual(controls);
  });

  it("has a page that names each flag, the field that says the same, and the control", () => {
    const rows = [...read(`docs/rules/${name}.md`).matchAll(/^\| `--([\w-]+)` +\|(.*)\|$/gm)];
    expect(rows.map(([, flag]) => flag)).toEqual(table.rows.map(({ flag }) => flag));
    for (const [index, [, , cells = ""]] of rows.entries()) {
      const { fields: [field] = [], control } = table.rows[index] ?? {};
      if (field !== undefined) expect(cells).toContain(` \`${field}\` `);
      const number = control?.replace("CIS ", "") ?? "";
      expect(cells.split("|").at(-1)?.trim().startsWith(number)).toBe(true);
    }
    expect(sections(read(`docs/rules/${name}.md`)).has("Options")).toBe(true);
  });
});
