import { describe, expect, it } from "vitest";
import { releaseName, releaseNamespace } from "../../../lib/builds/flux/release-name.js";

const release = (spec: object, name = "app", namespace = "apps") => ({ metadata: { name, namespace }, spec });

describe("the name of a release", () => {
  it.each([
    [release({}), "app"],
    [release({ targetNamespace: "web" }), "web-app"],
    [release({ releaseName: "other", targetNamespace: "web" }), "other"],
    [release({ releaseName: "" }), "app"],
    [release({}, "x".repeat(53)), "x".repeat(53)],
    // echo -n xxx… | sha256sum
    [release({}, "x".repeat(54)), `${"x".repeat(40)}-45f316e10b2c`],
    [release({ releaseName: "${NAME}" }), undefined],
    [release({}, ""), undefined],
  ])("%#", (object, name) => {
    expect(releaseName(object)).toBe(name);
  });
});

describe("the namespace of a release", () => {
  it.each([
    [release({}), "apps"],
    [release({ targetNamespace: "web", storageNamespace: "store" }), "web"],
    [release({ targetNamespace: "${NS}" }), undefined],
    [{ metadata: { name: "app" }, spec: {} }, undefined],
  ])("%#", (object, namespace) => {
    expect(releaseNamespace(object)).toBe(namespace);
  });
});
