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
    [" ", true],
    ["app=web,", undefined],
    [",", undefined],
    [" app = web , tier in ( front , back ) ", true],
    ["app = web x", undefined],
    ["app in (web),app in (shop)", false],
    ["app in (web,shop),app in (shop,web,x)", true],
    ["app=web,app!=web", false],
    ["app!=web,app!=shop", false],
    ["app!=shop,app notin (a,b)", true],
    ["app,!app", false],
    ["!app,!other", false],
    ["!other,!more,!less", true],
    ["!other,!more,app", true],
    ["other", false],
    ["app,tier,other", false],
    ["app in (web", undefined],
    ["app in web),tier", undefined],
    ["app in (web),b)", undefined],
    ["app <> web", undefined],
    ["app in()", false],
    ["app in ()", false],
    ["app notin()", true],
    ["app notin ()", true],
    ["other in ()", false],
    ["tier=back,app > 1", false],
    ["toString=x", false],
    ["!toString", true],
    ["constructor!=x,app=web", true],
  ])("%s", (query, expected) => {
    expect(labelQuery(query)(labels)).toBe(expected);
  });

  test("an object without labels", () => {
    expect(labelQuery("app=web")()).toBe(false);
  });

  test.each([
    ["app=web", false],
    ["app!=web", true],
    ["app", true],
    ["!app", false],
    ["app=web,tier=back", false],
    ["app=web,tier", false],
    ["app in (web,shop),app in (shop)", false],
  ])("%s of a label that is filled in later, which kustomize takes as it is", (query, expected) => {
    expect(labelQuery(query)({ app: "${APP}", tier: "front" })).toBe(expected);
  });

  test.each([
    ["app=${APP}", undefined],
    ["app!=${APP}", undefined],
    ["app=${APP},tier=back", false],
    ["tier=front,app=${APP}", undefined],
    ["other=${APP}", false],
    ["other!=${APP}", true],
  ])("%s, which is filled in later", (query, expected) => {
    expect(labelQuery(query)(labels)).toBe(expected);
  });

  test("of many labels and few conditions, and the other way round", () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`l${index}`, "x"]));
    const conditions = Array.from({ length: 9 }, (_, index) => `l${index}=x`);
    expect(labelQuery(conditions.join())(many)).toBe(true);
    expect(labelQuery(conditions.slice(1).join())(many)).toBe(true);
    expect(labelQuery([...conditions, "more"].join())(many)).toBe(false);
    expect(labelQuery([...conditions, "!more"].join())(many)).toBe(true);
    expect(labelQuery([...conditions, "!more", "!l8"].join())(many)).toBe(false);
    expect(labelQuery(["!a", "!b", "c"].join())({ c: "x" })).toBe(true);
    expect(labelQuery(["!a", "!b", "c"].join())({ d: "x" })).toBe(false);
    expect(labelQuery(["!a", "!b", "!c"].join())({ c: "x" })).toBe(false);
  });
});
