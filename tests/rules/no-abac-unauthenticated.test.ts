import { describe, expect, it } from "vitest";
import { DOCUMENTED, lintLines, withSpec } from "./abac-lines.js";
import { lint } from "./lint.js";

const RULE = "no-abac-unauthenticated";
const NAME = "Name the user or the group that needs it";
const OR_READ = `${NAME}, or add '"readonly": true'.`;
const EVERYBODY = "everybody who is authenticated, every ServiceAccount included, may";

describe(RULE, () => {
  it.each([
    [
      "requests without credentials",
      withSpec('{"group":"system:unauthenticated","namespace":"*","resource":"pods","readonly":true}'),
      "90-2:114",
      `Whoever reaches the API server may read 'pods' of the core group in every namespace, without credentials: this line is for group 'system:unauthenticated'. ${NAME}.`,
    ],
    [
      "their user, and a path that is written to",
      withSpec('{"user":"system:anonymous","nonResourcePath":"/logs/*"}'),
      "89-2:107",
      `Whoever reaches the API server may call path '/logs/*', without credentials: this line is for user 'system:anonymous'. ${OR_READ}`,
    ],
    [
      "everybody",
      withSpec('{"group":"system:authenticated","namespace":"shop","resource":"*","apiGroup":"apps"}'),
      "90-2:112",
      `With group 'system:authenticated', ${EVERYBODY} do everything with every resource of API group 'apps' in namespace 'shop'. ${NAME}.`,
    ],
    [
      "a star for the user",
      withSpec('{"user":"*","resource":"nodes","readonly":true,"nonResourcePath":"*"}'),
      "89-2:92",
      `With user '*', ${EVERYBODY} read 'nodes' of the core group outside of namespaces and in lists of all namespaces, and read every non-resource path. ${NAME}.`,
    ],
    [
      "a star for the group",
      withSpec('{"group":"*","resource":"nodes","readonly":true}'),
      "90-2:93",
      `With group '*', ${EVERYBODY} read 'nodes' of the core group outside of namespaces and in lists of all namespaces. ${NAME}.`,
    ],
    [
      "stars for both",
      withSpec('{"user":"*","group":"*","nonResourcePath":"*"}'),
      "89-2:92",
      `With user '*', ${EVERYBODY} call every non-resource path. ${OR_READ}`,
    ],
    [
      "a star that makes a group mean nothing",
      withSpec('{"user":"*","group":"dev","namespace":"shop","resource":"pods"}'),
      "89-2:92",
      `With user '*', ${EVERYBODY} do everything with 'pods' of the core group in namespace 'shop': group 'dev' beside it does not count. Delete the '*' if group 'dev' is meant.`,
    ],
    [
      "a star that makes a user mean nothing",
      withSpec('{"user":"ada","group":"*","namespace":"shop","resource":"pods"}'),
      "103-2:106",
      `With group '*', ${EVERYBODY} do everything with 'pods' of the core group in namespace 'shop': user 'ada' beside it does not count. Delete the '*' if user 'ada' is meant.`,
    ],
    [
      "the old form, for nobody",
      '{"resource":"pods","namespace":"shop","readonly":true}',
      "2-2:12",
      `This line names neither a user nor a group, and in the old form v0 that means all: ${EVERYBODY} read 'pods' of every API group in namespace 'shop'. ${NAME}.`,
    ],
    [
      "the old form, with a star",
      '{"user":"*","resource":"pods","readonly":true}',
      "9-2:12",
      `With user '*', ${EVERYBODY} read 'pods' of every API group in every namespace. ${NAME}.`,
    ],
  ])("reports %s", async (_, line, place, message) => {
    expect(await lintLines(RULE, line)).toEqual([[`policies.json:2:${place}`, message]]);
  });

  it.each([
    [
      "a user who is authenticated",
      withSpec('{"user":"ada","group":"system:authenticated","resource":"pods"}'),
    ],
    ["some group", withSpec('{"group":"system:serviceaccounts","resource":"pods"}')],
    ["nothing", withSpec('{"group":"system:authenticated"}')],
    ["a resource that matches nothing", withSpec('{"group":"*","resource":"pods/log"}')],
    ["what is filled in later", withSpec('{"group":"*","resource":"${RESOURCE}"}')],
    ["somebody who is filled in later", withSpec('{"user":"{{ user }}","resource":"pods"}')],
    ["the current form, for nobody", withSpec('{"resource":"pods"}')],
    ["a line that is refused", withSpec('{"group":"*","resource":["pods"]}')],
    ["a line that names nothing", "null"],
  ])("is silent on %s", async (_, line) => {
    expect(await lintLines(RULE, line)).toEqual([]);
  });

  it("finds nothing in the examples of the documentation", async () => {
    expect(await lint(RULE, { "policies.json": DOCUMENTED.join("\n") })).toEqual([]);
  });
});
