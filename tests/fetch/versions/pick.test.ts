import { describe, expect, it } from "vitest";
import { isFullVersion, pickChart, pickTag } from "../../../lib/fetch/versions/pick.js";
import { compareVersions, parseVersion, satisfies } from "../../../lib/helm/functions/format/versions.js";
import table from "./semver.json" with { type: "json" };

const all = (...versions: string[]) => versions.map((version) => ({ version }));

describe("constraints, as the module of Go reads them", () => {
  it.each(Object.entries(table.constraints))("%j", (constraint, expected) => {
    const isSatisfied = satisfies(constraint);
    const found =
      isSatisfied &&
      table.versions.map((text) => {
        const version = parseVersion(text);
        return version ? Number(isSatisfied(version)) : "-";
      });
    expect(found?.join("") ?? null).toBe(expected);
  });

  it("are many", () => {
    expect(Object.keys(table.constraints).length).toBeGreaterThan(200);
  });
});

it("sorts versions as the module of Go does", () => {
  const parsed = table.versions.flatMap((text) => parseVersion(text) ?? []);
  expect(parsed.sort(compareVersions).map(({ original }) => original)).toEqual(table.order);
});

it("knows full versions as the module of Go does", () => {
  expect(table.versions.filter(isFullVersion)).toEqual(table.strict);
});

describe("the version of a chart", () => {
  const versions = all("1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1", "v1.9.1", "latest");

  it.each([
    ["", "1.10.0"],
    ["*", "1.10.0"],
    ["1.9.x", "v1.9.1"],
    ["1.9", "v1.9.1"],
    ["1.9.0", "1.9.0"],
    ["1.9.1", "v1.9.1"],
    [">=1.0.0-0", "2.0.0-rc.1"],
    ["2.0.0-rc.1", "2.0.0-rc.1"],
    // What is written exactly so wins, be it no version at all.
    ["latest", "latest"],
  ])("for '%s' is %s", (constraint, version) => {
    expect(pickChart(versions, constraint)).toEqual({ candidate: { version } });
  });

  it.each([
    ["3", "no version satisfies it"],
    ["2", "no version satisfies it"],
    ["newest", "it is not a range of versions"],
    [" ".repeat(1_000_000), "it is not a range of versions"],
    ["1 || ".repeat(1000), "it is not a range of versions"],
  ])("is not there for '%.20s'", (constraint, why) => {
    expect(pickChart(versions, constraint)).toEqual({ why });
  });

  it("is the newest build of several, and the first of those that are as new", () => {
    const builds = [
      { version: "1.0.0+a", created: "2024-01-01T00:00:00Z" },
      { version: "1.0.0+b", created: "2024-03-01T00:00:00Z" },
      { version: "1.0.0+c", created: "2024-03-01T00:00:00Z" },
      { version: "1.0.0+d" },
      { version: "1.0.0+e", created: "soon" },
    ];
    expect(pickChart(builds, "1.x")).toEqual({ candidate: builds[1] });
    expect(pickChart(builds, "1.0.0+d")).toEqual({ candidate: builds[3] });
  });
});

describe("the tag of a range", () => {
  it.each([
    [">=1.0.0", "1.10.0"],
    ["1.9.x", "v1.9.1"],
    [">=2.0.0-0", "2.0.0-rc.1"],
  ])("for '%s' is %s", (range, version) => {
    const tags = all("1.9.0", "v1.9.1", "1.10.0", "2.0.0-rc.1", "3", "3.0", "v4", "latest", "sha256-abc.sig");
    expect(pickTag(tags, range)).toEqual({ candidate: { version } });
  });

  it("is not there where only shorter versions are", () => {
    expect(pickTag(all("3", "3.0"), "3")).toEqual({ why: "no version satisfies it" });
  });
});
