import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditDefects } from "../../../lib/kubernetes/audit/audit-defects.js";
import { auditGaps } from "../../../lib/kubernetes/audit/audit-gaps.js";
import { auditLeaks } from "../../../lib/kubernetes/audit/audit-leaks.js";
import { ANY, decidingRule } from "../../../lib/kubernetes/audit/audit-decision.js";
import { auditRules } from "../../../lib/kubernetes/audit/audit-rules.js";
import { naiveLevel, naiveMatch, type NaiveRequest, type WrittenRule } from "./naive-audit.js";

const read = (rules: unknown, more: object = {}) => auditRules({ ...more, rules }) ?? [];

const gaps = (rules: unknown, more: object = {}) =>
  auditGaps(read(rules, more)).map(({ rule, scope, verbs, isAboutEverything }) =>
    [
      rule ? rule.at.join(".") : "no rule",
      scope,
      ...[...verbs].map(([concern, some]) => `${concern}: ${[...some].join(" ")}`),
      ...(isAboutEverything ? ["everything"] : []),
    ].join(", "),
  );

const leaks = (rules: unknown, more: object = {}) =>
  auditLeaks(read(rules, more)).map(({ rule, contents }) => `${rule.at.join(".")} ${contents.join(", ")}`);

const READS = "Secret reads: get list watch";
const WRITES = "create update patch delete deletecollection";
const ALL = [READS, `Secret writes: ${WRITES}`, `RBAC writes: ${WRITES}`].join(", ");
const core = (...resources: string[]) => [{ group: "", resources }];
const rbac = [{ group: "rbac.authorization.k8s.io" }];

describe("auditGaps", () => {
  it.each([
    ["everything", [{ level: "None" }], [`rules.0, everybody, ${ALL}, everything`]],
    ["no rule", [{ level: "Metadata", resources: core("pods") }], [`no rule, everybody, ${ALL}`]],
    ["all logged", [{ level: "Metadata" }, { level: "None" }], []],
    [
      "reads",
      [{ level: "None", verbs: ["get", "list", "watch"] }, { level: "Metadata" }],
      [`rules.0, everybody, ${READS}`],
    ],
    [
      "some writes",
      [{ level: "None", verbs: ["delete"], resources: core("*") }, { level: "Metadata" }],
      ["rules.0, everybody, Secret writes: delete"],
    ],
    [
      "RBAC",
      [{ level: "None", resources: rbac }, { level: "Metadata" }],
      [`rules.0, everybody, RBAC writes: ${WRITES}`],
    ],
    [
      "everyone who logs in",
      [{ level: "None", userGroups: ["system:authenticated"] }, { level: "Metadata" }],
      [`rules.0, everybody, ${ALL}`],
    ],
    [
      "administrators",
      [{ level: "None", userGroups: ["system:masters"] }, { level: "Metadata" }],
      [`rules.0, masters, ${ALL}`],
    ],
    ["a component", [{ level: "None", users: ["system:apiserver"] }, { level: "Metadata" }], []],
    [
      "kube-system",
      [{ level: "None", namespaces: ["kube-system"], resources: core("secrets") }, { level: "Metadata" }],
      [`rules.0, kube-system, ${READS}, Secret writes: ${WRITES}`],
    ],
    ["another namespace", [{ level: "None", namespaces: ["lab"] }, { level: "Metadata" }], []],
    [
      "named Secrets",
      [
        { level: "None", resources: [{ group: "", resources: ["secrets"], resourceNames: ["a"] }] },
        { level: "Metadata" },
      ],
      [],
    ],
    [
      "a subresource",
      [{ level: "None", resources: core("secrets/status", "*/status") }, { level: "Metadata" }],
      [],
    ],
    ["paths", [{ level: "None", nonResourceURLs: ["*"] }, { level: "Metadata" }], []],
    ["a variable", [{ level: "None", resources: "${KNOWN}" }, { level: "None" }], []],
    ["a variable level", [{ level: "${LEVEL}" }], []],
    ["a star that is none", [{ level: "None", verbs: ["*"] }, { level: "Metadata" }], []],
  ])("finds %s", (_, rules, expected) => {
    expect(gaps(rules)).toEqual(expected);
  });

  it("counts a level that logs at no stage", () => {
    const rules = [{ level: "Metadata", omitStages: ["ResponseComplete"] }];
    expect(gaps(rules)).toEqual([]);
    expect(gaps(rules, { omitStages: ["RequestReceived"] })).toEqual([
      `rules.0, everybody, ${ALL}, everything`,
    ]);
    expect(gaps(rules, { omitStages: "${STAGES}" })).toEqual([]);
  });
});

describe("auditLeaks", () => {
  it.each([
    [
      "everything",
      [{ level: "RequestResponse" }],
      ["rules.0 Secrets, ConfigMaps, TokenReviews, TokenRequests"],
    ],
    ["requests", [{ level: "Request" }], ["rules.0 Secrets, ConfigMaps, TokenReviews"]],
    ["what is read, which requests do not hold", [{ level: "Request", verbs: ["get", "list", "watch"] }], []],
    [
      "what is read, which responses hold",
      [{ level: "RequestResponse", verbs: ["get"], resources: core("secrets") }],
      ["rules.0 Secrets"],
    ],
    [
      "what is deleted together",
      [
        { level: "Request", verbs: ["deletecollection"] },
        { level: "RequestResponse", verbs: ["deletecollection"] },
      ],
      [],
    ],
    [
      "nothing behind metadata",
      [
        { level: "Metadata", resources: core("secrets", "configmaps", "serviceaccounts/*") },
        { level: "RequestResponse", resources: core("*") },
      ],
      [],
    ],
    [
      "Secrets of a namespace",
      [{ level: "Request", namespaces: ["a"], resources: core("*") }],
      ["rules.0 Secrets"],
    ],
    [
      "those of all but the namespaces before",
      [
        { level: "Metadata", namespaces: ["a"] },
        { level: "Metadata", namespaces: ["b"] },
        { level: "Request", namespaces: ["a", "b"], resources: core("secrets") },
      ],
      [],
    ],
    [
      "ConfigMaps of a namespace, which are chosen",
      [{ level: "Request", namespaces: ["a"], resources: core("configmaps") }],
      [],
    ],
    [
      "a ConfigMap by name, likewise",
      [
        {
          level: "Request",
          resources: [{ group: "", resources: ["configmaps"], resourceNames: ["aws-auth"] }],
        },
      ],
      [],
    ],
    [
      "a Secret by name",
      [{ level: "Request", resources: [{ group: "", resources: ["secrets"], resourceNames: ["a"] }] }],
      ["rules.0 Secrets"],
    ],
    [
      "what a ServiceAccount does",
      [
        { level: "Metadata", userGroups: ["system:serviceaccounts"] },
        { level: "Request", users: ["system:serviceaccount:a:b"], resources: core("secrets") },
      ],
      [],
    ],
    [
      "token reviews alone",
      [{ level: "Request", resources: [{ group: "authentication.k8s.io" }] }],
      ["rules.0 TokenReviews"],
    ],
    [
      "tokens alone",
      [{ level: "RequestResponse", resources: core("serviceaccounts/token") }],
      ["rules.0 TokenRequests"],
    ],
    [
      "no bodies without the last stage",
      [{ level: "RequestResponse", omitStages: ["ResponseComplete"] }],
      [],
    ],
    [
      "nothing for sure behind a variable",
      [{ level: "Metadata", resources: "${SECRET_ONES}" }, { level: "Request" }],
      [],
    ],
  ])("finds %s", (_, rules, expected) => {
    expect(leaks(rules)).toEqual(expected);
  });

  it("does not take long for rules that are made to", () => {
    const many = Array.from({ length: 300 }, (_, index) => `n${index}`);
    const rule = { level: "Request", users: many, userGroups: many, namespaces: many };
    const rules = Array.from({ length: 300 }, () => ({ ...rule }));
    expect(leaks([{ ...rule, level: "Metadata" }, ...rules])).toEqual([]);
  });
});

const list = (...values: string[]) => fc.option(fc.subarray(values, { minLength: 0 }), { nil: undefined });
const RULE: fc.Arbitrary<WrittenRule> = fc.record(
  {
    level: fc.constantFrom("None", "Metadata", "Request", "RequestResponse"),
    omitStages: fc.subarray(["RequestReceived", "ResponseComplete"]),
    users: list("ada", "system:anonymous", "system:serviceaccount:a:b"),
    userGroups: list("system:authenticated", "system:masters", "system:serviceaccounts", "devs"),
    verbs: list("get", "list", "create", "update", "delete", "*"),
    namespaces: list("a", "", "kube-system"),
    resources: fc.array(
      fc.record(
        {
          group: fc.constantFrom("", "rbac.authorization.k8s.io", "authentication.k8s.io"),
          resources: list(
            "secrets",
            "configmaps",
            "*",
            "serviceaccounts/*",
            "*/token",
            "tokenreviews",
            "clusterroles",
          ),
          resourceNames: list("n"),
        },
        { requiredKeys: ["group"] },
      ),
      { maxLength: 2 },
    ),
    nonResourceURLs: list("/healthz"),
  },
  { requiredKeys: ["level"] },
) as fc.Arbitrary<WrittenRule>;
const RULES = fc.array(RULE, { minLength: 1, maxLength: 5 });

const WRITING = ["create", "update", "patch"];
const KINDS = [
  {
    content: "Secrets",
    group: "",
    resource: "secrets",
    subresource: "",
    request: WRITING,
    response: ["get", "list", "deletecollection"],
  },
  {
    content: "ConfigMaps",
    group: "",
    resource: "configmaps",
    subresource: "",
    request: WRITING,
    response: ["get", "list", "deletecollection"],
  },
  {
    content: "TokenReviews",
    group: "authentication.k8s.io",
    resource: "tokenreviews",
    subresource: "",
    request: ["create"],
    response: [],
  },
  {
    content: "TokenRequests",
    group: "",
    resource: "serviceaccounts",
    subresource: "token",
    request: [],
    response: ["create"],
  },
];
const NAMELESS = ["create", "list", "deletecollection"];

/** Every request for a kind that rules could tell apart. */
function* everyRequest(
  { content, group, resource, subresource }: (typeof KINDS)[number],
  verb: string,
): Generator<NaiveRequest> {
  const isFree = content === "ConfigMaps";
  const namespaces = isFree
    ? [ANY]
    : content === "TokenReviews"
      ? [""]
      : [ANY, "a", "kube-system", ...(verb === "list" ? [""] : [])];
  const names = NAMELESS.includes(verb) && subresource === "" ? [""] : isFree ? [ANY] : [ANY, "n"];
  for (const user of [ANY, "ada", "system:serviceaccount:a:b"]) {
    for (const extra of [[], ["system:masters"], ["system:serviceaccounts"], ["devs"]]) {
      const own = ["system:authenticated"];
      if (user.startsWith("system:serviceaccount:"))
        own.push("system:serviceaccounts", "system:serviceaccounts:a");
      for (const namespace of namespaces) {
        for (const name of names)
          yield { user, groups: [...own, ...extra], verb, group, resource, subresource, namespace, name };
      }
    }
  }
}

describe("against a naive second writing", () => {
  it("decides on every request alike", () => {
    fc.assert(
      fc.property(RULES, (rules) => {
        const asRead = read(rules);
        for (const kind of KINDS) {
          const requests = ["get", "list", "create"].flatMap((verb) => [...everyRequest(kind, verb)]);
          const decided = requests.map((request) =>
            decidingRule(asRead, { ...request, apiGroup: request.group }),
          );
          const first = requests.map((request) => rules.find((rule) => naiveMatch(rule, request)));
          expect(
            decided.map((rule) => rule !== undefined && rule !== "unknown" && asRead.indexOf(rule)),
          ).toEqual(first.map((rule) => rule !== undefined && rules.indexOf(rule)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("finds the same leaks as every request together", () => {
    fc.assert(
      fc.property(RULES, (rules) => {
        const expected = rules.flatMap((rule, index) => {
          const level = naiveLevel(rule);
          if (level !== "Request" && level !== "RequestResponse") return [];
          const contents = KINDS.filter((kind) =>
            [...kind.request, ...(level === "Request" ? [] : kind.response)].some((verb) =>
              [...everyRequest(kind, verb)].some(
                (request) => rules.findIndex((one) => naiveMatch(one, request)) === index,
              ),
            ),
          );
          return contents.length === 0
            ? []
            : [`rules.${index} ${contents.map(({ content }) => content).join(", ")}`];
        });
        expect(leaks(rules)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("takes anything without an error", () => {
    const keys = fc.constantFrom(
      "rules",
      "level",
      "users",
      "resources",
      "omitStages",
      "group",
      "__proto__",
      "apiVersion",
    );
    const some = fc.constantFrom<unknown>("*", "None", "${X}", "", null, 1, true, [], {}, "secrets", [null], {
      a: 1,
    });
    const rule = fc.dictionary(
      keys,
      fc.oneof(some, fc.array(some), fc.array(fc.dictionary(keys, fc.array(some)))),
    );
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(some, fc.array(rule))), (value) => {
        auditDefects(value);
        gaps(value.rules, value);
        leaks(value.rules, value);
      }),
    );
  });
});
