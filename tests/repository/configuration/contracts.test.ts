import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configSchema } from "../../../lib/plugin/config-schema.js";
import { ConfigError, parseConfigFile } from "../../../lib/repository/configuration/config-file.js";
import { contractChanges, contractsOf } from "../../../lib/repository/configuration/contracts.js";

const takes = new Ajv({ strictTypes: false, strictTuples: false, strictRequired: false }).compile(
  configSchema({}),
);

/** A configuration with one contract, whose keys are lines of their own. */
function contract(...keys: string[]): string {
  return `contracts:\n  - name: a\n${keys.map((key) => `    ${key}\n`).join("")}`;
}

function mistake(text: string): string | undefined {
  try {
    parseConfigFile(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.slice(".gitops-lint.yaml:".length);
  }
}

const ACCESS = { about: "access", name: "a", line: 2, demand: "only", system: false };
const REACH = { about: "reach", name: "a", line: 2, demand: "only" };

describe("what a contract may say", () => {
  it.each<[name: string, keys: string[], expected: object]>([
    [
      "who may do something",
      [
        "can: [get, list]",
        "on: [secrets, pods/*]",
        "in: [shop, 'shop-*']",
        "only: [ServiceAccount:ci/*, User:jane]",
      ],
      {
        ...ACCESS,
        can: ["get", "list"],
        on: ["secrets", "pods/*"],
        in: ["shop", "shop-*"],
        subjects: ["ServiceAccount:ci/*", "User:jane"],
      },
    ],
    [
      "texts in place of lists, and no namespace",
      ["can: '*'", "on: nodes", "only: Group:ops"],
      { ...ACCESS, can: ["*"], on: ["nodes"], subjects: ["Group:ops"] },
    ],
    [
      "that nobody may, not even Kubernetes",
      ["can: get", "on: /metrics/*", "nobody: true", "system: true"],
      { ...ACCESS, can: ["get"], on: ["/metrics/*"], subjects: [], system: true },
    ],
    [
      "who must be able to",
      ["can: '*'", "on: '*'", "must: Group:break-glass"],
      { ...ACCESS, demand: "must", can: ["*"], on: ["*"], subjects: ["Group:break-glass"] },
    ],
    [
      "who may connect",
      [
        "reach: [shop/app=db:5432, 'shop-*/db']",
        "only: [shop/app.kubernetes.io/name=api, internet, 10.0.0.0/8, 2001:db8::1, outside]",
      ],
      {
        ...REACH,
        reach: ["shop/app=db:5432", "shop-*/db"],
        ends: ["shop/app.kubernetes.io/name=api", "internet", "10.0.0.0/8", "2001:db8::1", "outside"],
      },
    ],
    [
      "that nobody may connect",
      ["reach: 'shop/*:53/udp'", "nobody: true"],
      { ...REACH, reach: ["shop/*:53/udp"], ends: [] },
    ],
    [
      "who must be able to connect",
      ["reach: shop/a=b,c=*:8000-8080", "must: shop/*"],
      { ...REACH, demand: "must", reach: ["shop/a=b,c=*:8000-8080"], ends: ["shop/*"] },
    ],
  ])("%s", (_, keys, expected) => {
    const text = contract(...keys);
    expect(contractsOf(parseConfigFile(text))).toEqual([expected]);
    expect(takes(parse(text)), JSON.stringify(takes.errors)).toBe(true);
  });

  it.each(["contracts:", "contracts: []", "preset: all"])("nothing: %s", (text) => {
    expect(parseConfigFile(text).settings).toEqual({});
    expect(contractsOf(parseConfigFile(text))).toEqual([]);
    expect(contractsOf(undefined)).toEqual([]);
  });
});

const ON = ["can: get", "on: pods"];

describe("a mistake in a contract", () => {
  it.each<[text: string, expected: string]>([
    ["contracts: { a: b }", "1:1: 'contracts' must be a list."],
    [
      "contracts:\n  - a",
      "2:5: A contract must be a map with the keys name, can, on, in, reach, only, nobody, must, system.",
    ],
    [
      contract(...ON, "onyl: User:a"),
      "5:5: Unknown key 'onyl'; use one of name, can, on, in, reach, only, nobody, must, system. Did you mean 'only'?",
    ],
    [
      "contracts:\n  - can: get\n    on: pods\n    nobody: true",
      "2:5: A contract needs a 'name', which messages give.",
    ],
    [
      "contracts: [{ name: 1, can: get, on: pods, nobody: true }]",
      "1:21: 'name' must be a text of at most 300 characters.",
    ],
    [
      "contracts:\n  - { name: a, can: get, on: pods, nobody: true }\n  - { name: a, can: get, on: nodes, nobody: true }",
      "3:13: There are two contracts 'a'; name them apart.",
    ],
    [
      contract("can: get", "nobody: true"),
      "2:5: A contract needs 'can' and 'on', or 'reach'; 'on' is missing.",
    ],
    [
      contract("on: pods", "nobody: true"),
      "2:5: A contract needs 'can' and 'on', or 'reach'; 'can' is missing.",
    ],
    [
      contract(...ON),
      "2:5: A contract needs 'only' and those who may, 'nobody: true', or 'must' and those who have to.",
    ],
    [
      contract(...ON, "only: User:a", "must: User:b"),
      "6:5: A contract has 'only' or 'must', and not both; write two contracts.",
    ],
    [contract(...ON, "nobody: false"), "5:13: 'nobody' can only be true; name those who may under 'only'."],
    [contract(...ON, "nobody: 1"), "5:13: 'nobody' must be true or false."],
    [contract(...ON, "nobody: true", "system: yes please"), "6:13: 'system' must be true or false."],
    [contract(...ON, "only: []"), "5:5: 'only' names nobody; write 'nobody: true'."],
    [contract("can: []", "on: pods", "nobody: true"), "3:5: 'can' is empty."],
    [contract("can: get", "on: [pods, 1]", "nobody: true"), "4:16: 'on' must be a text or a list of texts."],
    [
      contract("can: Get", "on: pods", "nobody: true"),
      "3:10: 'Get' is not a verb; verbs are lower-case words, such as 'get', or '*' for all.",
    ],
    [
      contract("can: get", "on: a/b/c", "nobody: true"),
      "4:9: 'a/b/c' is not a resource; write 'secrets', 'deployments.apps', 'pods/exec', '*' or a URL such as '/metrics'.",
    ],
    [
      contract("can: get", "on: /a/*/b", "nobody: true"),
      "4:9: '/a/*/b' is not a URL; '*' can only be at its end, as in '/metrics/*'.",
    ],
    [
      contract("can: get", "on: /a", "in: shop", "nobody: true"),
      "5:5: URLs are in no namespace; leave out 'in'.",
    ],
    [
      contract(...ON, "in: Shop", "nobody: true"),
      "5:9: 'Shop' is not the name of a namespace; it has lower-case letters, digits and '-', and '*' for any text.",
    ],
    [
      contract(...ON, "only: [User:a, jane]"),
      "5:20: 'jane' is not a subject; write 'User:jane', 'Group:developers' or 'ServiceAccount:namespace/name'.",
    ],
    [
      contract(...ON, "only: ServiceAccount:ci"),
      "5:11: 'ServiceAccount:ci' is not a subject; write 'User:jane', 'Group:developers' or 'ServiceAccount:namespace/name'.",
    ],
    [
      contract(...ON, "only: Serviceaccount:ci/a"),
      "5:11: 'Serviceaccount:ci/a' is not a subject; write 'User:jane', 'Group:developers' or 'ServiceAccount:namespace/name'.",
    ],
    [
      contract(...ON, "must: [User:a, Group:*]"),
      "5:20: 'Group:*' could be anybody; name each subject that must have it.",
    ],
    [
      contract("can: get*", "on: pods", "must: User:a"),
      "3:10: 'get*' could be several; write each that must be granted.",
    ],
    [
      contract("can: get", "on: pods/*", "must: User:a"),
      "4:9: 'pods/*' could be several; write each that must be granted.",
    ],
    [
      contract("reach: shop/app=db", "in: shop", "nobody: true"),
      "4:5: A contract with 'reach' is about the network; leave out 'in', or write two contracts.",
    ],
    [
      contract("reach: shop", "nobody: true"),
      "3:12: 'shop' does not say which pods; write 'namespace/label=value', 'namespace/name' or 'namespace/*'.",
    ],
    [
      contract("reach: shop/a=b:http", "nobody: true"),
      "3:12: 'http' is not a port; write a number such as '5432', '8000-8080', '53/UDP' or '53/TCP'.",
    ],
    [
      contract("reach: shop/a=b:80-70", "nobody: true"),
      "3:12: '80-70' is not a port; write a number such as '5432', '8000-8080', '53/UDP' or '53/TCP'.",
    ],
    [
      contract("reach: shop/a=b,c", "nobody: true"),
      "3:12: 'shop/a=b,c' does not say which pods; write labels as 'label=value,other=value'.",
    ],
    [
      contract("reach: shop/a=b", "only: shop/c=d:80"),
      "4:11: 'shop/c=d:80' has a port; those that it may reach stand under 'reach'.",
    ],
    [
      contract("reach: shop/a=b", "only: api"),
      "4:11: 'api' does not say which pods; write 'namespace/label=value', 'namespace/name' or 'namespace/*', or for what is outside of the cluster an address, a block such as '10.0.0.0/8', 'internet' or 'outside'.",
    ],
  ])("%s", (text, expected) => {
    expect(mistake(text)).toBe(expected);
  });

  it("is one contract or text more than anybody writes", () => {
    const many = Array.from(
      { length: 201 },
      (_, index) => `{ name: c${index}, can: get, on: pods, nobody: true }`,
    );
    expect(mistake(`contracts: [${many.slice(1).join(", ")}]`)).toBe(undefined);
    expect(mistake(`contracts: [${many.join(", ")}]`)).toMatch(
      /: The file may hold at most 200 contracts\.$/,
    );
    expect(mistake(contract("can: get", `on: [${"pods, ".repeat(101)}]`, "nobody: true"))).toMatch(
      /: 'on' may hold at most 100 texts\.$/,
    );
  });
});

describe("a change of contracts", () => {
  const config = (...contracts: string[]) =>
    parseConfigFile(`contracts:\n${contracts.map((one) => `  - ${one}\n`).join("")}`);
  const [pods, nodes, wider] = [
    "{ name: pods, can: get, on: pods, only: User:a }",
    "{ name: nodes, can: get, on: nodes, nobody: true }",
    "{ name: pods, can: get, on: pods, only: [User:a, User:b] }",
  ];

  it("is what differs, wherever it stands", () => {
    const found = contractChanges(
      config(pods, nodes),
      config("{ name: new, reach: a/b=c, nobody: true }", wider),
    );
    expect(found.map(({ name, change, before, after }) => [name, change, before?.line, after?.line])).toEqual(
      [
        ["new", "added", undefined, 2],
        ["pods", "changed", 2, 3],
        ["nodes", "removed", 3, undefined],
      ],
    );
  });

  it("is nothing where contracts only move, nor without any", () => {
    expect(contractChanges(config(pods, nodes), config(nodes, pods))).toEqual([]);
    expect(contractChanges(undefined, undefined)).toEqual([]);
    expect(contractChanges(undefined, parseConfigFile(""))).toEqual([]);
  });
});
