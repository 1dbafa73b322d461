import { describe, expect, it } from "vitest";
import { sectionsOf } from "../../../../lib/cli/commands/diff/sections.js";
import { changeAsText } from "../../../../lib/cli/commands/diff/text.js";
import { COLORS, PLAIN } from "../../../../lib/cli/report/paint.js";
import { CHANGE, twoSides } from "./changes.js";

const contract = {
  name: "secrets",
  change: "changed",
  file: ".gitops-lint.yaml",
  line: 3,
  side: "after",
} as const;
const text = (columns = Infinity, paint = PLAIN) =>
  changeAsText(["The headline.", "A note."], sectionsOf(CHANGE, [contract], twoSides()), { paint, columns });

describe("a change as text", () => {
  it("has each kind with what it is given through, in the files of its side", () => {
    expect(text()).toMatchInlineSnapshot(`
      "The headline.
      A note.

      Contracts
        ~ contract secrets (.gitops-lint.yaml:3) says something else

      Dangerous
        + User:jane can now read every Secret of namespace 'shop'
            get, list and watch secrets in namespace shop
            through RoleBinding shop/readers (rbac.yaml:11) > Role shop/reader (role.yaml:7)
            before: RoleBinding shop/readers (old.yaml:12) > ClusterRole view (of every cluster)

      Gained
        + User:ada in cluster flux:clusters/prod can now get 5 resources named x in 5 namespaces
            get pods, services, events, nodes and jobs.batch named x in namespaces a, b, c, d and e
            through RoleBinding shop/readers (rbac.yaml:11) > Role shop/reader (role.yaml:7)
            neither Flux nor Argo CD is seen to apply what gives it

      Lost
        - User:jane can no longer get path /metrics
            it was through RoleBinding shop/readers (old.yaml:12) > ClusterRole view (of every cluster)
            of that it still can: get path /healthz

      Bindings
        - RoleBinding shop/readers (rbac.yaml:11) names ServiceAccount:shop/ci, which is gone

      Namespaces
        + namespace shop was isolated for ingress and is open now
            before, by NetworkPolicy shop/deny (deny.yaml:1)

      Connections
        + Deployment/shop/web can now reach Deployment/shop/db on TCP 5432

      In reach
        + User:ada can now reach cluster-admin
            1. creates a token for ServiceAccount 'kube-system/x' (rbac.yaml:11)
            2. acts as it

      Not known
        ? what 'x.yaml' says (only now): it could not be read (it is too large)
        ? what else 'charts' may apply: it is a chart"
    `);
  });

  it("breaks lines where a terminal ends, and hangs what follows", () => {
    const lines = text(40).split("\n");
    expect(lines.filter((line) => line.length > 40 && line.trim().includes(" "))).toEqual([]);
    expect(lines).toContain("    of namespace 'shop'");
  });

  it("has what is gained in color, and what is urgent in another", () => {
    const lines = text(Infinity, COLORS).split("\n");
    const painted = (start: string) => lines.find((line) => line.includes(start))?.split(start)[0];
    expect(painted("  + User:jane can now read")).toBe("\u001B[31m");
    expect(painted("  + User:ada in")).toBe("\u001B[33m");
    expect(painted("  - User:jane can")).toBe("");
    expect(painted("      through RoleBinding")).toBe("\u001B[2m");
  });
});
