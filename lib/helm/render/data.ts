import { type Capabilities, capabilitiesObject } from "./capabilities.js";
import { chartObject } from "./chart-object.js";
import { filesObject } from "./files.js";
import { isLibrary, type TextFile } from "../chart/chart.js";
import { valuesObject } from "./values-object.js";
import { emptyTable, tableAt } from "../chart/tables.js";
import type { Unit } from "../chart/unit.js";
import { Text } from "../values/text.js";
import { bool, dict, type Dict, type Func, int, type Unknown, unknown, type Value } from "../values/value.js";

/** What a release is, besides its values. */
export interface ReleaseFacts {
  name: string | Unknown;
  namespace: string | Unknown;
  /** `both` is decided. */
  operation: "install" | "upgrade" | "both";
  capabilities: Capabilities;
}

/** A template of a chart, with the data that it is executed with. */
export interface Renderable {
  /** As Helm calls it: `a/charts/b/templates/c.yaml`. */
  path: string;
  file: TextFile;
  /** What is `.` in it; the same for all templates of a chart. */
  data: Dict;
  /** The folder that `.Template.BasePath` says. */
  basePath: string;
}

/** What is true when a release is installed, and false when it is upgraded. */
export const IS_INSTALL = unknown(
  "release is installed",
  "it is not known whether the release is installed or upgraded",
);
/** The opposite of it. */
export const IS_UPGRADE = unknown("release is upgraded", IS_INSTALL.why);

/** All templates of a chart and of those in it, in no order: helm, pkg/engine/engine.go, allTemplates. */
export function renderables(
  unit: Unit,
  values: Dict,
  facts: ReleaseFacts,
  toYaml: Func | undefined,
): Map<string, Renderable> {
  const shared = {
    release: releaseObject(facts),
    capabilities: capabilitiesObject(facts.capabilities),
    toYaml,
    found: new Map<string, Renderable>(),
  };
  collect(unit, values, shared, true);
  return shared.found;
}

interface Shared {
  release: Dict;
  capabilities: Value;
  toYaml: Func | undefined;
  found: Map<string, Renderable>;
}

/** helm, pkg/engine/engine.go, recAllTpls. */
function collect(unit: Unit, values: Dict, shared: Shared, isRoot: boolean): Dict {
  const parts = dict();
  const data = dict([
    ["Chart", chartObject(unit, isRoot)],
    ["Files", filesObject(unit.chart.files, shared.toYaml)],
    ["Release", shared.release],
    ["Capabilities", shared.capabilities],
    ["Values", valuesObject(values, shared.toYaml)],
    ["Subcharts", parts],
  ]);
  for (const part of unit.parts) {
    parts.entries.set(part.name, collect(part, valuesOf(values, part), shared, false));
  }
  for (const file of unit.chart.templates) {
    if (isLibrary(unit.chart) && !isPartial(file.path)) continue;
    const path = `${unit.path}/${file.path}`;
    shared.found.set(path, { path, file, data, basePath: `${unit.path}/templates` });
  }
  return data;
}

/** The values of a chart in it, which are a part of its own: what one changes, the other sees. */
function valuesOf(values: Dict, part: Unit): Dict {
  const found = tableAt(values, part.name);
  return found?.type === "map" ? found : emptyTable(found);
}

/** Whether a template is only there for others: its name begins with `_`. */
export function isPartial(path: string): boolean {
  return path.slice(path.lastIndexOf("/") + 1).startsWith("_");
}

/** helm, pkg/chartutil/values.go, ToRenderValuesWithSchemaValidation. */
function releaseObject({ name, namespace, operation }: ReleaseFacts): Dict {
  const text = (value: string | Unknown) => (typeof value === "string" ? Text.plain(value) : value);
  return dict([
    ["Name", text(name)],
    ["Namespace", text(namespace)],
    ["IsInstall", operation === "both" ? IS_INSTALL : bool(operation === "install")],
    ["IsUpgrade", operation === "both" ? IS_UPGRADE : bool(operation === "upgrade")],
    [
      "Revision",
      operation === "install"
        ? int(1)
        : unknown("release revision", "how often the release was upgraded is not known"),
    ],
    ["Service", Text.plain("Helm")],
  ]);
}
