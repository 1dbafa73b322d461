import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decide,
  isNode,
  isPrivileged,
  type Opinion,
  type Verdict,
} from "../../../lib/kubernetes/authorization/decide.js";

const ada = { name: "ada", groups: ["system:authenticated"] };
const authorizer = (name: string) => ({ mode: undefined, name });

/** What an authorizer may turn out to answer. */
type Answer = "allow" | "allow a part" | "deny" | "no opinion";

const POSSIBLE = {
  yes: ["allow"],
  partly: ["allow a part"],
  nothing: ["no opinion"],
  open: ["allow", "no opinion"],
  webhook: ["allow", "deny", "no opinion"],
} as const satisfies Record<string, readonly Answer[]>;

const OPINIONS: Record<keyof typeof POSSIBLE, Opinion<string>> = {
  yes: { says: "yes", through: "a binding" },
  partly: { says: "partly", through: "a binding" },
  nothing: { says: "nothing" },
  open: { says: "unknown", why: "a file is missing" },
  webhook: { says: "unknown", why: "it is asked", mayDeny: true },
};

/** What comes of answers that are all known: the first that has an opinion decides. */
function outcome(answers: readonly Answer[]): Verdict {
  let isPartly = false;
  for (const answer of answers) {
    if (answer === "allow") return "yes";
    if (answer === "deny") return "no";
    if (answer === "allow a part") isPartly = true;
  }
  return isPartly ? "partly" : "no";
}

function everyWay(kinds: readonly (keyof typeof POSSIBLE)[]): Answer[][] {
  return kinds.reduce<Answer[][]>(
    (ways, kind) => ways.flatMap((way) => POSSIBLE[kind].map((answer) => [...way, answer])),
    [[]],
  );
}

describe("decide", () => {
  it("agrees with every way in which what is unknown can turn out", () => {
    const kinds = fc.array(fc.constantFrom(...(Object.keys(POSSIBLE) as (keyof typeof POSSIBLE)[])), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(kinds, (given) => {
        const list = given.map((kind, index) => ({ ...authorizer(String(index)), kind }));
        const { verdict } = decide(ada, list, ({ kind }) => OPINIONS[kind]);
        const outcomes = new Set(everyWay(given).map(outcome));
        expect(verdict).toBe(outcomes.size === 1 ? [...outcomes][0] : "maybe");
      }),
    );
  });

  it("asks none after the first that allows", () => {
    const list = ["Node", "ABAC", "RBAC"].map(authorizer);
    const says = ({ name }: { name: string }): Opinion<string> =>
      OPINIONS[name === "ABAC" ? "yes" : "nothing"];
    expect(decide(ada, list, says).steps.map(({ opinion }) => opinion.says)).toEqual([
      "nothing",
      "yes",
      "notAsked",
    ]);
  });

  it("asks nobody about system:masters", () => {
    const user = { name: "admin", groups: ["system:masters"] };
    expect(isPrivileged(user)).toBe(true);
    expect(decide(user, [authorizer("AlwaysDeny")], () => OPINIONS.nothing)).toEqual({
      verdict: "yes",
      steps: [],
    });
  });
});

describe("isNode", () => {
  it.each([
    ["system:node:a", ["system:nodes"], true],
    ["", ["system:nodes"], true],
    ["system:node:a", [], false],
    ["a", ["system:nodes"], false],
  ])("%s in %j: %s", (name, groups, expected) => {
    expect(isNode({ name, groups })).toBe(expected);
  });
});
