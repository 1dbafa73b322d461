import { describe, expect, it } from "vitest";
import { DOCUMENTED, lintLines, withSpec } from "./abac-lines.js";
import { lint } from "./lint.js";

const RULE = "valid-abac-policy";
const REFUSED = "so the API server does not start.";
const ONE_LINE = "Write each policy as one JSON object on one line.";
const VERSION = "abac.authorization.kubernetes.io/v1beta1";
const BOB = withSpec('{"user":"bob","namespace":"shop","resource":"pods"}');

function open(what: string, why: string): string {
  return `This line lets everybody who is authenticated, every ServiceAccount included, ${what} in the cluster: it ${why}, and what it leaves empty means all. Write a policy with '"apiVersion": "${VERSION}"' and '"kind": "Policy"', or delete the line.`;
}
const NO_VERSION = "has no apiVersion, so it is in the old form v0";

describe(RULE, () => {
  it.each([
    [
      "a comma too many",
      `${BOB.slice(0, -1)},}`,
      "2-2:14",
      `This line is not JSON at column 133, ${REFUSED} ${ONE_LINE}`,
    ],
    [
      "an end that is missing",
      BOB.slice(0, -1),
      "132-2:132",
      `The JSON of this line has no end, ${REFUSED} ${ONE_LINE}`,
    ],
    [
      "an end in a string",
      BOB.slice(0, 100),
      "101-2:101",
      `The JSON of this line has no end, ${REFUSED} ${ONE_LINE}`,
    ],
    ["no JSON at all", "]", "1-2:2", `This line is not JSON, ${REFUSED} ${ONE_LINE}`],
    [
      "two policies",
      BOB + BOB,
      "133-2:134",
      `Something follows the JSON object of this line at column 133, ${REFUSED} ${ONE_LINE}`,
    ],
    [
      "a comment behind a policy",
      `${BOB} # why`,
      "2-2:14",
      `Something follows the JSON object of this line at column 134, ${REFUSED} ${ONE_LINE}`,
    ],
    ["a word", "alice", "1-2:6", `This line is a string, not a policy, ${REFUSED} ${ONE_LINE}`],
    ["a list", `[${BOB}]`, "3-2:15", `This line is a list, not a policy, ${REFUSED} ${ONE_LINE}`],
    [
      "a text for a boolean",
      withSpec('{"user":"ada","readonly":"true"}'),
      "106-2:112",
      `'readonly' must be true or false but is a string, ${REFUSED}`,
    ],
    [
      "a list for a text",
      withSpec('{"user":"ada","resource":["pods"]}'),
      "95-2:105",
      `'resource' must be a string but is a list, ${REFUSED}`,
    ],
    ["a list for the spec", withSpec("[]"), "74-2:80", `'spec' must be an object but is a list, ${REFUSED}`],
    [
      "another API",
      BOB.replace("abac.auth", "rbac.auth"),
      "15-2:57",
      `There is no ABAC policy of apiVersion 'rbac.authorization.kubernetes.io/v1beta1', ${REFUSED} Write '${VERSION}'.`,
    ],
    [
      "another version",
      BOB.replace("v1beta1", "v1"),
      "15-2:52",
      `There is no ABAC policy of apiVersion 'abac.authorization.kubernetes.io/v1', ${REFUSED} Write '${VERSION}'.`,
    ],
    [
      "another kind",
      BOB.replace('"Policy"', '"policy"'),
      "65-2:73",
      `There is no ABAC policy of kind 'policy', ${REFUSED} Write 'Policy'.`,
    ],
    [
      "no kind",
      BOB.replace('"kind":"Policy",', ""),
      "15-2:57",
      `This line has the apiVersion '${VERSION}' and no kind, ${REFUSED} Add '"kind": "Policy"'.`,
    ],
    ["an empty object", "{}", "1-2:3", open("do everything", NO_VERSION)],
    ["null", "null", "1-2:5", open("do everything", NO_VERSION)],
    ["the start of a document", "---", "4-2:4", open("do everything", NO_VERSION)],
    ["what only reads", '{"readonly":true}', "2-2:12", open("read everything", NO_VERSION)],
    [
      "no apiVersion",
      '{"kind":"Policy","spec":{"user":"ada"}}',
      "2-2:8",
      open("do everything", `${NO_VERSION}, where 'spec' does not count`),
    ],
    [
      "the old form by name",
      '{"apiVersion":"abac.authorization.kubernetes.io/v0","kind":"Policy"}',
      "2-2:14",
      open("do everything", "is in the old form v0"),
    ],
    [
      "a property that does not exist",
      withSpec('{"user":"ada","resource":"pods","verb":"get"}'),
      "113-2:119",
      "Property 'verb' has no effect. Correct its name, or delete it.",
    ],
    [
      "a property with a typo",
      withSpec('{"user":"ada","resource":"pods","namespaces":"shop"}'),
      "113-2:125",
      "Property 'namespaces' has no effect. Write 'namespace' if that is meant.",
    ],
    [
      "a property in another case",
      withSpec('{"user":"ada","resource":"pods","readOnly":true}'),
      "113-2:123",
      "Property 'readOnly' has no effect, since its case is wrong. Write 'readonly'.",
    ],
    [
      "a spec in another case",
      BOB.replace("spec", "Spec"),
      "74-2:80",
      "Property 'Spec' has no effect, since its case is wrong. Write 'spec'.",
    ],
    [
      "a property outside of the spec",
      BOB.slice(0, -1) + ',"readonly":true}',
      "133-2:143",
      "Property 'readonly' has no effect here. Write it in 'spec'.",
    ],
    [
      "a newer property in the old form",
      '{"user":"ada","resource":"pods","apiGroup":""}',
      "33-2:43",
      `Property 'apiGroup' has no effect: a line without an apiVersion does not have it. Write the policy as '${VERSION}'.`,
    ],
    [
      "two values",
      withSpec('{"user":"ada","resource":"pods","user":"eve"}'),
      "113-2:119",
      "Property 'user' is written twice, with different values. Only the last one counts.",
    ],
    [
      "nobody",
      withSpec('{"namespace":"shop","resource":"pods"}'),
      "74-2:80",
      "This policy allows nothing, since it names neither a user nor a group. Name one of them, or delete the line.",
    ],
    [
      "nobody and no spec",
      `{"apiVersion":"${VERSION}","kind":"Policy"}`,
      "2-2:14",
      "This policy allows nothing, since it names neither a user nor a group. Name one of them, or delete the line.",
    ],
    [
      "nothing",
      withSpec('{"user":"ada","namespace":"*"}'),
      "74-2:80",
      "This policy allows nothing, since it names neither a resource nor a non-resource path. Name one of them, or delete the line.",
    ],
    [
      "a subresource",
      withSpec('{"user":"ada","resource":"pods/log"}'),
      "106-2:116",
      "Resource 'pods/log' matches nothing, since policies know no subresources. Write the resource alone, which allows them too.",
    ],
    [
      "a pattern",
      withSpec('{"user":"ada","resource":"pods","namespace":"team-*"}'),
      "125-2:133",
      "'team-*' matches nothing, since only '*' alone stands for more than one name. Write a line for each name.",
    ],
    [
      "a path without a slash",
      withSpec('{"user":"ada","nonResourcePath":"healthz"}'),
      "113-2:122",
      "Path 'healthz' matches nothing, since every path begins with '/'. Write '/healthz'.",
    ],
  ])("reports %s", async (_, line, place, message) => {
    expect(await lintLines(RULE, line)).toEqual([[`policies.json:2:${place}`, message]]);
  });

  it("reports a line that allows the same as one before", async () => {
    const reordered = withSpec('{"resource":"pods","namespace":"shop","user":"bob"}');
    expect(await lintLines(RULE, BOB, "# Again:", reordered)).toEqual([
      ["policies.json:4:2-4:14", "Line 2 allows the same. Delete this one."],
    ]);
  });

  it("reports a policy on several lines once", async () => {
    const text = JSON.stringify(JSON.parse(BOB), null, 2);
    const found = await lintLines(RULE, text, BOB);
    expect(found.map(([, message]) => message)).toEqual([
      `The JSON of this line has no end, ${REFUSED} ${ONE_LINE}`,
    ]);
  });

  it("reports lines that are too long, and nothing else of them", async () => {
    const long = (length: number) => withSpec(`{"user":"${"a".repeat(length)}","resource":"*","x":1}`);
    expect(await lintLines(RULE, long(65_430))).toEqual([
      [
        "policies.json:2:1-2:2",
        `This line has 65543 bytes, and the API server reads at most 65,535 of one, ${REFUSED} Split the policy into several.`,
      ],
    ]);
    expect(await lintLines(RULE, long(10_000_000))).toHaveLength(1);
    expect(await lintLines(RULE, "[ ".repeat(30_000))).toHaveLength(1);
    expect(await lintLines(RULE, `{"a":${"[ ".repeat(20_000)}`)).toHaveLength(1);
  });

  it.each([
    [
      "resources and paths in one line",
      withSpec('{"user":"ada","resource":"pods","nonResourcePath":"/logs"}'),
    ],
    ["the old form", '{"user":"ada","resource":"pods","namespace":"shop","readonly":true}'],
    ["a user of the old form who may do everything", '{"user":"ada"}'],
    ["a version in another case", BOB.replace("apiVersion", "APIVERSION").replace("kind", "Kind")],
    ["the same value twice", withSpec('{"user":"ada","user":"ada","resource":"pods"}')],
    ["null", withSpec('{"user":"ada","group":null,"resource":"pods"}')],
    ["spaces", `  ${BOB}\t\r`],
    ["what is filled in later", '{"user": {{ .Values.user }}}'],
    [
      "names that are filled in later",
      withSpec('{"user":"${USER}","resource":"${R}/*","namespace":"@NS@*"}'),
    ],
    ["an apiVersion that is filled in later", BOB.replace("v1beta1", "${VERSION}")],
    ["a NUL, which is for valid-yaml", withSpec('{"user":"a\0"}')],
  ])("is silent on %s", async (_, line) => {
    expect(await lintLines(RULE, line)).toEqual([]);
  });

  it("finds nothing in the examples of the documentation", async () => {
    expect(await lint(RULE, { "policies.json": DOCUMENTED.join("\n") })).toEqual([]);
  });

  it("judges lines without an apiVersion in a file that the API server is told to read", async () => {
    const pod = `apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
    - name: kube-apiserver
      command:
        - kube-apiserver
        - --authorization-mode=ABAC
        - --authorization-policy-file=/etc/kubernetes/users.json
`;
    const found = await lint(RULE, {
      "master/pod.yaml": pod,
      "master/users.json": "{}",
      "other/users.json": "{}",
    });
    expect(found).toEqual([["master/users.json:1:1-1:3", open("do everything", NO_VERSION)]]);
  });
});
