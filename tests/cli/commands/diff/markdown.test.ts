import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessChange, GrantChange } from "../../../../lib/analysis/change/access-change.js";
import { changeAsMarkdown, MARKER } from "../../../../lib/cli/commands/diff/markdown.js";
import { code } from "../../../../lib/util/markdown-code.js";
import { sectionsOf } from "../../../../lib/cli/commands/diff/sections.js";
import type { Sides } from "../../../../lib/cli/commands/diff/sides.js";
import { guarded } from "../../../../lib/cli/report/clean.js";
import { ATOMS, expectHarmless } from "../../report/formats/harmless.js";
import { CHANGE, NO_CHANGE, twoSides } from "./changes.js";

const markdown = (change: AccessChange, sides: Sides = twoSides()) =>
  changeAsMarkdown(["The headline."], sectionsOf(change, [], sides));

const grant = (subject: string, more: Partial<GrantChange> = {}): GrantChange => ({
  change: "gained",
  subject,
  verbs: ["get"],
  resources: ["pods"],
  urls: [],
  dangers: [],
  through: [[{ kind: "ClusterRoleBinding", name: subject }]],
  ...more,
});

describe("a change as Markdown", () => {
  it("has each kind, and what matters least folded where there is much of it", () => {
    expect(markdown(CHANGE)).toMatchInlineSnapshot(`
      "<!-- gitops-lint diff -->
      ## Access

      The headline.

      ### Dangerous (1)

      - **+** \`User:jane\` can now read every Secret of namespace 'shop'
        - \`get\`, \`list\` and \`watch\` \`secrets\` in namespace \`shop\`
        - through RoleBinding \`shop/readers\` (\`rbac.yaml:11\`) > Role \`shop/reader\` (\`role.yaml:7\`)
        - before: RoleBinding \`shop/readers\` (\`old.yaml:12\`) > ClusterRole \`view\` (of every cluster)

      ### Gained (1)

      - **+** \`User:ada\` in cluster \`flux:clusters/prod\` can now \`get\` 5 resources named \`x\` in 5 namespaces
        - \`get\` \`pods\`, \`services\`, \`events\`, \`nodes\` and \`jobs.batch\` named \`x\` in namespaces \`a\`, \`b\`, \`c\`, \`d\` and \`e\`
        - through RoleBinding \`shop/readers\` (\`rbac.yaml:11\`) > Role \`shop/reader\` (\`role.yaml:7\`)
        - where \`.\` and \`overlays/staging\` are applied
        - neither Flux nor Argo CD is seen to apply what gives it

      ### Lost (1)

      - **−** \`User:jane\` can no longer \`get\` path \`/metrics\`
        - it was through RoleBinding \`shop/readers\` (\`old.yaml:12\`) > ClusterRole \`view\` (of every cluster)
        - of that it still can: \`get\` path \`/healthz\`

      ### Bindings (1)

      - **−** RoleBinding \`shop/readers\` (\`rbac.yaml:11\`) names \`ServiceAccount:shop/ci\`, which is gone

      ### Namespaces (1)

      - **+** namespace \`shop\` was isolated for ingress and is open now
        - before, by NetworkPolicy \`shop/deny\` (\`deny.yaml:1\`)

      ### Connections (1)

      - **+** \`Deployment/shop/web\` can now reach \`Deployment/shop/db\` on \`TCP 5432\`

      ### In reach (1)

      - **+** \`User:ada\` can now reach cluster-admin
        - 1. creates a token for ServiceAccount 'kube-system/x' (\`rbac.yaml:11\`)
        - 2. acts as it

      ### Not known (2)

      - what 'x.yaml' says: it could not be read (it is too large) (not so before)
      - what else 'charts' may apply: it is a chart"
    `);
    const many = Array.from({ length: 11 }, (_, index) => grant(`User:${index}`));
    expect(markdown({ ...NO_CHANGE, grants: many })).toContain(
      "<details><summary>Gained (11)</summary>\n\n- **+** `User:0` can now `get` `pods` in the whole cluster\n",
    );
  });

  it("begins with the same line, whatever has changed", () => {
    expect(markdown(NO_CHANGE)).toBe(`${MARKER}\n## Access\n\nThe headline.`);
  });

  it("fits a comment, however much has changed, and says how much is left out", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => grant(`User:${index}${"x".repeat(400)}`));
    const change = {
      ...CHANGE,
      grants: [...many, ...CHANGE.grants],
      unknown: many.map(({ subject }) => ({ what: subject, why: "so", sides: ["after"] as const })),
    };
    const text = markdown(change);
    expect(text.length).toBeLessThan(65_000);
    expect(text.length).toBeGreaterThan(55_000);
    const shown = [...text.matchAll(/^- /gm)].length;
    const left = 20_002 + 1 + 20_000 + 1 + 1 + 1 + 1 - shown;
    const said = /There is no room here for ([\d,]+) more items; the command prints them all\.$/.exec(text);
    expect(said?.[1]?.replace(",", "")).toBe(String(left));
    // What is dangerous, and a few of each kind, are there in any case.
    expect(text).toContain("`User:jane` can now read every Secret");
    for (const title of ["Gained", "Lost", "In reach", "Not known"]) expect(text).toContain(title);
  });

  it("leaves out what is below an item that is too long", () => {
    const long = grant("User:ada", {
      resources: Array.from({ length: 50 }, (_, one) => `${one}`.repeat(180)),
    });
    expect(markdown({ ...NO_CHANGE, grants: [long] })).toContain(
      "- **+** `User:ada` can now `get` 50 resources in the whole cluster\n  - The rest of this is too long to be shown here.",
    );
  });
});

describe("a name as code", () => {
  it.each([
    ["plain", "`plain`"],
    ["a`b", "``a`b``"],
    ["`a``", "``` `a`` ```"],
    [" a ", "`  a  `"],
    ["a|b@c #1 ![x](y) <b>", "`a|b@c #1 ![x](y) <b>`"],
    ["a\nb\u202E", "`a\uFFFDb\uFFFD`"],
    ["", "an empty name"],
    ["  ", "a name of spaces"],
    ["x".repeat(300), `\`${"x".repeat(200)}…\``],
  ])("is one: %j", (name, expected) => {
    expect(code(name)).toBe(expected);
  });

  it("is ended by no name", () => {
    const name = fc.array(fc.constantFrom("`", "``", "a", " ", "@x", "\\"), { minLength: 1 });
    fc.assert(
      fc.property(name, (parts) => {
        const text = code(parts.join(""));
        const [, fence = "", inner = ""] = /^(`+)(.*?)(?<!`)\1$/s.exec(text) ?? [];
        if (fence === "") return;
        expect([...inner.matchAll(/`+/g)].map(([run]) => run.length)).not.toContain(fence.length);
      }),
    );
  });
});

describe("names of strangers", () => {
  it("are code or entities wherever they stand, and obeyed by nobody", () => {
    const marks = ["@ada", "#1", "![x](http://y)", "</details>", "<img>"];
    const urls = ["https://a:", "https://a:b@c", "/x?token=", "/x?token=${A}", "&sig=abc"];
    const text = fc.array(fc.constantFrom(...ATOMS, ...marks, ...urls), { maxLength: 6 });
    const words = text.map((parts) => parts.join(""));
    const sides = twoSides();
    fc.assert(
      fc.property(words, (word) => {
        const change = markdown(
          {
            grants: [
              grant(word, { dangers: [{ can: word }], namespaces: [word], resources: [word], names: [word] }),
            ],
            bindings: [{ change: "lost", what: "role", binding: { kind: "Role", name: word }, name: word }],
            namespaces: [
              { namespace: word, direction: "egress", before: "open", after: "isolated", through: [] },
            ],
            connections: [{ change: "lost", from: word, to: word, ports: word, through: [] }],
            reaches: [{ change: "gained", subject: word, target: "node", steps: [{ words: word }] }],
            sources: [],
            unknown: [{ what: word, why: word, sides: [] }],
          },
          sides,
        );
        const printed = guarded(change, "text");
        expectHarmless(printed);
        const outside = printed
          .replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/gs, "")
          .replace(/&#\d+;/g, "")
          .replace(MARKER, "");
        expect(outside).not.toMatch(/[@<>[\]!`]|#\d|:\/\//);
      }),
    );
  });
});
