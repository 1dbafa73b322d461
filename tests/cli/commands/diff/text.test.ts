import { describe, expect, it } from "vitest";
import type { AccessChange } from "../../../../lib/analysis/change/access-change.js";
import { sectionsOf } from "../../../../lib/cli/commands/diff/sections.js";
import { changeAsText } from "../../../../lib/cli/commands/diff/text.js";
import { plain } from "../../../../lib/cli/commands/diff/words.js";
import { COLORS, PLAIN } from "../../../../lib/cli/report/paint.js";
import { CHANGE, NO_CHANGE, twoSides } from "./changes.js";

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
  it("says in which namespaces a right is none that is new", () => {
    const [grant] = CHANGE.grants;
    if (!grant) throw new Error("There is no grant.");
    const grants = [{ ...grant, isExcept: true as const, namespaces: ["shop"] }];
    const sections = sectionsOf({ ...CHANGE, grants }, [], twoSides());
    expect(changeAsText([], sections, { paint: PLAIN, columns: Infinity })).toContain(
      "\n      of that it could before: all of it in namespace shop\n",
    );
  });

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
            where . and overlays/staging are applied
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
        ? what 'x.yaml' says: it could not be read (it is too large) (not so before)
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

  it("says once what is the same in several clusters, and what several permissions allow", () => {
    const [grant] = CHANGE.grants;
    if (!grant) throw new Error("there is no grant");
    const get = { ...grant, verbs: ["get"] };
    const all = ["dev", "prod"].flatMap((cluster) => [
      { ...grant, cluster },
      { ...get, cluster },
      { ...get, cluster, dangers: [] },
    ]);
    const change = { ...NO_CHANGE, grants: all };
    const lines = changeAsText(["Access"], sectionsOf(change, [], twoSides()), {
      paint: PLAIN,
      columns: Infinity,
    });
    expect(lines).toMatchInlineSnapshot(`
      "Access

      Dangerous
        + User:jane in clusters dev and prod can now read every Secret of namespace 'shop'
            get, list and watch secrets in namespace shop
            through RoleBinding shop/readers (rbac.yaml:11) > Role shop/reader (role.yaml:7)
            before: RoleBinding shop/readers (old.yaml:12) > ClusterRole view (of every cluster)
            get secrets in namespace shop
            through RoleBinding shop/readers (rbac.yaml:11) > Role shop/reader (role.yaml:7)

      Gained
        + User:jane in clusters dev and prod can now get secrets in namespace shop
            through RoleBinding shop/readers (rbac.yaml:11) > Role shop/reader (role.yaml:7)
            before: RoleBinding shop/readers (old.yaml:12) > ClusterRole view (of every cluster)"
    `);
    const many = ["a", "b", "c", "d", "e"].map((verb) => ({ ...grant, verbs: [verb] }));
    const [dangerous] = sectionsOf({ ...NO_CHANGE, grants: many }, [], twoSides());
    expect(dangerous?.count).toBe(1);
    expect(dangerous?.item(0).details.at(-1)).toEqual(["and 2 more permissions that are as dangerous"]);
  });

  it("only counts what was hidden before and still is, if it is much", () => {
    const unknown = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        return { what: `part ${index}`, why: "so", sides: ["before", "after"] as const };
      });
    const wordsOf = (count: number) => {
      const [section] = sectionsOf({ ...NO_CHANGE, unknown: unknown(count) }, [], twoSides());
      return Array.from({ length: section?.count ?? 0 }, (_, index) => section?.item(index).words);
    };
    expect(wordsOf(5)).toHaveLength(5);
    expect(wordsOf(6)).toEqual([["6 things, before and now, which --format json lists"]]);
  });

  it("says plainly that a namespace is new or gone, for both directions together", () => {
    const one = { namespace: "shop", before: "absent", after: "open", through: [] } as const;
    const sections = (namespaces: AccessChange["namespaces"]) =>
      sectionsOf({ ...NO_CHANGE, namespaces }, [], twoSides()).flatMap(({ item }) => plain(item(0).words));
    expect(
      sections([
        { ...one, direction: "ingress" },
        { ...one, direction: "egress" },
      ]),
    ).toEqual(["namespace shop is new, and open for ingress and egress"]);
    expect(sections([{ ...one, direction: "egress", before: "denied", after: "absent" }])).toEqual([
      "namespace shop is gone; it was closed for egress",
    ]);
  });

  it("does not name a namespace that is chosen later", () => {
    const [, grant] = CHANGE.grants;
    if (!grant) throw new Error("There is no grant.");
    const grants = [{ ...grant, namespaces: ["\0"], resources: ["pods"] }];
    const [section] = sectionsOf({ ...NO_CHANGE, grants }, [], twoSides());
    expect(section && plain(section.item(0).words)).toBe(
      "User:ada in cluster flux:clusters/prod can now get pods named x in a namespace that is chosen when it is applied",
    );
  });
});
