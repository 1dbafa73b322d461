import { describe, expect, it } from "vitest";
import { serviceAccountNamesIn } from "../../lib/manifests/service-account-names.js";

describe("serviceAccountNamesIn", () => {
  it.each([
    ["plain", "serviceAccountName: web # the account\n"],
    ["as the older field has it", "serviceAccount: web\n"],
    ["in quotes", `"serviceAccountName": "web"\n`],
    ["in JSON", `{"serviceAccountName":"web"}`],
    ["on the next line", "serviceAccountName:\n  web\n"],
    ["below a comment", "serviceAccountName: # the account\n  web\n"],
    ["in a block", "serviceAccountName: >-\n  web\n"],
    ["in an indented block", "serviceAccountName: |2-\n  web\n"],
    ["under an explicit key", "? serviceAccountName\n: web\n"],
    ["with a tag", "serviceAccountName: !!str web\n"],
    ["with an anchor", "serviceAccountName: &account 'web'\n"],
    ["through an alias", "metadata: { name: &account web }\nserviceAccountName: *account\n"],
  ])("finds a name %s", (_, text) => {
    expect(serviceAccountNamesIn(text)).toEqual(["web"]);
    expect(serviceAccountNamesIn(text.replaceAll("\n", "\r\n"))).toEqual(["web"]);
  });

  it("finds each name once", () => {
    expect(serviceAccountNamesIn("serviceAccountName: a\nserviceAccount: a\nserviceAccountName: b")).toEqual([
      "a",
      "b",
    ]);
  });

  it("bears long texts", () => {
    for (const part of ["&", "&a ", "!a ", " ", "\n", "*"])
      expect(serviceAccountNamesIn(`serviceAccountName: ${part.repeat(200_000)}`)).toEqual([]);
  });
});
