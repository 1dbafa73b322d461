import { describe, expect, test } from "vitest";
import { labelQuery } from "../../../../lib/builds/kustomize/selectors/label-query.js";

const labels = { app: "web", tier: "front" };

describe("labelQuery", () => {
  test.each([
    ["", true],
    ["app=web", true],
    ["app==web,tier=front", true],
    ["app=web,tier=back", false],
    ["app!=web", false],
    ["other!=web", true],
    ["app", true],
    ["!app", false],
    ["! other", true],
    ["app in (shop, web)", true],
    ["app notin (web)", false],
    ["app in (shop,web),!old", true],
    ["app=", false],
    ["app > 1", undefined],
    ["app in web", undefined],
    ["(", undefined],
  ])("%s", (query, expected) => {
    expect(labelQuery(query)(labels)).toBe(expected);
  });

  test("an object without labels", () => {
    expect(labelQuery("app=web")()).toBe(false);
  });
});
