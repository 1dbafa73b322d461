import { describe, expect, it } from "vitest";
import { DOCUMENTED, lintLines, withSpec } from "./abac-lines.js";
import { lint } from "./lint.js";

const RULE = "no-abac-wildcard";
const INSTEAD = "Write a line for each resource that is needed.";

describe(RULE, () => {
  it.each([
    [
      "everything",
      withSpec('{"user":"ada","namespace":"*","resource":"*","apiGroup":"*"}'),
      "122-2:125",
      `User 'ada' may do everything with every resource of every API group in every namespace, which is as good as cluster-admin. ${INSTEAD}`,
    ],
    [
      "everything, paths included, once",
      withSpec('{"group":"ops","namespace":"*","resource":"*","apiGroup":"*","nonResourcePath":"*"}'),
      "123-2:126",
      `Group 'ops' may do everything with every resource of every API group in every namespace, and call every non-resource path, which is as good as cluster-admin. ${INSTEAD}`,
    ],
    [
      "reading everything",
      withSpec('{"user":"*","namespace":"*","resource":"*","apiGroup":"*","readonly":true}'),
      "120-2:123",
      `Everybody who is authenticated, every ServiceAccount included, may read every resource of every API group in every namespace: 'resource' is '*', which includes every Secret of the cluster. ${INSTEAD}`,
    ],
    [
      "a namespace",
      withSpec('{"user":"ada","group":"dev","namespace":"shop","resource":"*"}'),
      "139-2:142",
      `User 'ada', if in group 'dev', may do everything with every resource of the core group in namespace 'shop': 'resource' is '*', which includes Secrets, and 'readonly' is not true. ${INSTEAD}`,
    ],
    [
      "an API group, to read",
      withSpec('{"user":"${USER}","resource":"*","apiGroup":"apps","readonly":true}'),
      "110-2:113",
      `The user of this line may read every resource of API group 'apps' outside of namespaces and in lists of all namespaces: 'resource' is '*'. ${INSTEAD}`,
    ],
    [
      "the old form, with a resource",
      '{"group":"system:unauthenticated","namespace":"shop","resource":"*"}',
      "65-2:68",
      `Everybody without credentials may do everything with every resource of every API group in namespace 'shop': 'resource' is '*', which includes Secrets, and 'readonly' is not true. ${INSTEAD}`,
    ],
    [
      "the old form, without one",
      '{"user":"ada"}',
      "9-2:14",
      `User 'ada' may do everything with every resource of every API group in every namespace, and call every non-resource path: in the old form v0, no 'resource' means '*', which includes Secrets. ${INSTEAD}`,
    ],
    [
      "the old form, without a user and a resource",
      '{"namespace":"shop"}',
      "2-2:13",
      `Everybody who is authenticated, every ServiceAccount included, may do everything with every resource of every API group in namespace 'shop': in the old form v0, no 'resource' means '*', which includes Secrets. ${INSTEAD}`,
    ],
    [
      "YAML, which the API server takes as well",
      "user: ada",
      "7-2:10",
      `User 'ada' may do everything with every resource of every API group in every namespace, and call every non-resource path: in the old form v0, no 'resource' means '*', which includes Secrets. ${INSTEAD}`,
    ],
    [
      "all paths",
      withSpec('{"user":"system:anonymous","nonResourcePath":"*"}'),
      "126-2:129",
      `Everybody without credentials may call every non-resource path: 'nonResourcePath' is '*', and 'readonly' is not true. Write the paths that are needed, or add '"readonly": true'.`,
    ],
    [
      "all paths, in another way",
      withSpec('{"group":"${GROUP}","readonly":false,"nonResourcePath":"/**"}'),
      "136-2:141",
      `The group of this line may call every non-resource path: 'nonResourcePath' is '/**', and 'readonly' is not true. Write the paths that are needed, or add '"readonly": true'.`,
    ],
  ])("reports %s", async (_, line, place, message) => {
    expect(await lintLines(RULE, line)).toEqual([[`policies.json:2:${place}`, message]]);
  });

  it.each([
    [
      "one resource in all namespaces",
      withSpec('{"user":"ada","namespace":"*","resource":"pods","apiGroup":"*"}'),
    ],
    ["all paths, to read", withSpec('{"user":"ada","nonResourcePath":"*","readonly":true}')],
    ["some paths", withSpec('{"user":"ada","nonResourcePath":"/logs*"}')],
    ["nobody", withSpec('{"resource":"*","namespace":"*"}')],
    ["a pattern that is none", withSpec('{"user":"ada","resource":"*","namespace":"team-*"}')],
    ["a line that is refused", withSpec('{"user":"ada","resource":"*","readonly":1}')],
    ["a line that names nothing", "{}"],
    ["a property that every object has", withSpec('{"user":"constructor","resource":"__proto__"}')],
  ])("is silent on %s", async (_, line) => {
    expect(await lintLines(RULE, line)).toEqual([]);
  });

  it("finds in the examples of the documentation what they say", async () => {
    const everything = `may do everything with every resource of every API group in every namespace, which is as good as cluster-admin. ${INSTEAD}`;
    expect(await lint(RULE, { "policies.json": DOCUMENTED.join("\n") })).toEqual([
      ["policies.json:1:124-1:127", `User 'alice' ${everything}`],
      ["policies.json:7:160-7:163", `User 'system:serviceaccount:kube-system:default' ${everything}`],
    ]);
  });

  it("does not look into JSON that is something else", async () => {
    expect(await lint(RULE, { "a.json": '{"user":"ada","resource":"*"}', "b.json": "{}" })).toEqual([]);
  });
});
