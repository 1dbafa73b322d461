import { describe, expect, it } from "vitest";
import { authorizersIn, authorizersOf } from "../../../lib/kubernetes/authorization/authorizers.js";
import { argumentFlag } from "../../../lib/kubernetes/components/flags.js";

/** An API server with some arguments. */
function server(
  args: readonly string[],
  rest: { isWhole?: boolean; defaults?: Record<string, string> } = {},
) {
  const flags = args.map((text, index) => argumentFlag(text, ["command", index]));
  return { flags, isWhole: false, at: ["command"], defaults: {}, ...rest };
}

function said(...given: Parameters<typeof server>): string | undefined {
  const found = authorizersOf(server(...given));
  if (!found) return undefined;
  if (!("list" in found)) return `in ${found.value}`;
  return `${found.by}: ${found.list.map(({ mode, at }) => `${mode ?? "?"}@${at?.join(".") ?? ""}`).join(" ")}`;
}

describe("authorizersOf", () => {
  it.each([
    [["--authorization-mode=Node,RBAC"], {}, "file: Node@command.0 RBAC@command.0"],
    [["--authorization-mode=Node", "--authorization-mode=ABAC"], {}, "file: Node@command.0 ABAC@command.1"],
    [["--authorization-mode=RBAC,${MORE}"], {}, "file: RBAC@command.0 ?@command.0"],
    [["--authorization-mode=rbac"], {}, "file: ?@command.0"],
    [["--authorization-mode=__proto__"], {}, "file: ?@command.0"],
    [["--authorization-mode="], {}, "file: "],
    [["--authorization-mode=RBAC", "--authorization-config=/etc/a.yaml"], {}, "in /etc/a.yaml"],
    [["--authorization-config="], { isWhole: true }, "server: AlwaysAllow@command"],
    [[], { defaults: { "authorization-mode": "Node,RBAC" } }, "tool: Node@ RBAC@"],
    [
      ["--authorization-mode=ABAC"],
      { defaults: { "authorization-mode": "Node,RBAC" } },
      "file: ABAC@command.0",
    ],
    [[], { isWhole: true }, "server: AlwaysAllow@command"],
    [[], {}, undefined],
  ])("of %j %j", (args, rest, expected) => {
    expect(said(args, rest)).toBe(expected);
  });

  it("says of a webhook that a flag chooses that it has no opinion if it does not answer", () => {
    const found = authorizersOf(server(["--authorization-mode=Webhook"]));
    expect(found).toEqual({
      by: "file",
      list: [{ mode: "Webhook", name: "Webhook", failurePolicy: "NoOpinion", at: ["command", 0] }],
    });
  });
});

describe("authorizersIn", () => {
  it("reads an AuthorizationConfiguration", () => {
    const webhook = { failurePolicy: "Deny", matchConditions: [{ expression: "request.user == 'ada'" }] };
    expect(
      authorizersIn({
        authorizers: [
          { type: "Node", name: "node" },
          { type: "Webhook", name: "opa", webhook },
          { type: "Webhook", name: "${NAME}", webhook: { failurePolicy: "Later" } },
          { type: 3 },
          "RBAC",
        ],
      }),
    ).toEqual({
      by: "file",
      list: [
        { mode: "Node", name: "Node", at: ["authorizers", 0] },
        {
          mode: "Webhook",
          name: "Webhook 'opa'",
          failurePolicy: "Deny",
          isConditional: true,
          at: ["authorizers", 1],
        },
        { mode: "Webhook", name: "Webhook", at: ["authorizers", 2] },
        { mode: undefined, name: "?", at: ["authorizers", 3] },
        { mode: undefined, name: "?", at: ["authorizers", 4] },
      ],
    });
    expect(authorizersIn({ authorizers: { type: "RBAC" } })).toEqual({ by: "file", list: [] });
  });
});
