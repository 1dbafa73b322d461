import { describe, expect, it } from "vitest";
import type { AccessChange, GrantChange } from "../../../../lib/analysis/change/access-change.js";
import { headline } from "../../../../lib/cli/commands/diff/headline.js";
import { CHANGE, NO_CHANGE } from "./changes.js";

const grant = (
  change: GrantChange["change"],
  subject: string,
  more: Partial<GrantChange> = {},
): GrantChange => ({
  ...{ change, subject, verbs: ["get"], resources: ["pods"], urls: [], dangers: [], through: [] },
  ...more,
});
const dangers = [{ can: "do everything" }];
const { bindings, namespaces, connections, reaches, unknown } = CHANGE;
const [namespace] = namespaces;

describe("what changes, in short", () => {
  it.each<[string, Partial<AccessChange>, number?]>([
    ["No change in access against main.", {}],
    ["No change in access against main.", { unknown: [{ what: "a", why: "b", sides: ["before", "after"] }] }],
    ["No known change in access against main.", { unknown }],
    [
      "2 subjects gain access, 1 loses some; nothing that is known to be dangerous. Compared with main.",
      { grants: [grant("gained", "a"), grant("gained", "b"), grant("gained", "b"), grant("lost", "b")] },
    ],
    [
      "2 subjects lose access. Compared with main.",
      { grants: [grant("lost", "a"), grant("lost", "b", { dangers })] },
    ],
    [
      "1 subject gains access; 1 gains what is dangerous. Compared with main.",
      {
        grants: [
          grant("gained", "a", { cluster: "x", dangers }),
          grant("gained", "a", { cluster: "y", dangers }),
        ],
      },
    ],
    [
      "1 subject gains access; 1 gains what is dangerous. 1 way to a privileged identity changes. Compared with main.",
      { grants: [grant("gained", "a")], reaches },
    ],
    [
      "1 subject gains access; nothing dangerous that it could not do before. Compared with main.",
      { grants: [grant("gained", "a", { heldDangers: dangers })] },
    ],
    [
      "2 subjects gain access; nothing dangerous that they could not do before. Compared with main.",
      { grants: [grant("gained", "a", { heldDangers: dangers }), grant("gained", "b")] },
    ],
    ["No permission changes. 1 namespace changes. Compared with main.", { namespaces }],
    [
      "No permission changes. 1 contract, 1 binding, 1 namespace and 2 connections change. Compared with main.",
      {
        ...{ bindings, connections: [...connections, ...connections] },
        namespaces: namespace ? [namespace, { ...namespace, direction: "egress" }] : [],
      },
      1,
    ],
  ])("%s", (sentence, change, contracts = 0) => {
    expect(headline({ ...NO_CHANGE, ...change }, contracts, "main")).toBe(sentence);
  });
});
