import { structOf } from "./structs.js";
import type { Dependency, Maintainer, Metadata } from "../chart/chart.js";
import type { Unit } from "../chart/unit.js";
import { Text, type Span } from "../values/text.js";
import { bool, dict, list, type Struct, type Value } from "../values/value.js";

/** `.Chart` of a chart: helm, pkg/engine/engine.go, recAllTpls, and pkg/chart/metadata.go. */
export function chartObject(unit: Unit, isRoot: boolean): Struct {
  const { metadata } = unit.chart;
  const fields = metadataFields(metadata, unit);
  return structOf("struct { chart.Metadata; IsRoot bool }", {
    ...fields,
    Metadata: structOf("chart.Metadata", fields),
    IsRoot: bool(isRoot),
  });
}

function metadataFields(metadata: Metadata, { name, dependencies }: Unit): Record<string, Value> {
  const { places } = metadata;
  return {
    // The place of its own name is not that of its alias.
    Name: Text.plain(name, name === metadata.name ? places.get("name") : undefined),
    Home: Text.plain(metadata.home),
    Sources: strings(metadata.sources),
    Version: Text.plain(metadata.version, places.get("version")),
    Description: Text.plain(metadata.description, places.get("description")),
    Keywords: strings(metadata.keywords),
    Maintainers: list(metadata.maintainers.map(maintainer)),
    Icon: Text.plain(metadata.icon),
    APIVersion: Text.plain(metadata.apiVersion, places.get("apiVersion")),
    Condition: Text.plain(metadata.condition),
    Tags: Text.plain(metadata.tags),
    AppVersion: Text.plain(metadata.appVersion, places.get("appVersion")),
    Deprecated: bool(metadata.deprecated),
    Annotations: dict(
      [...metadata.annotations].map(([key, value]) => [key, Text.plain(value)] as const),
      "map[string]string",
    ),
    KubeVersion: Text.plain(metadata.kubeVersion, places.get("kubeVersion")),
    Dependencies: list((dependencies ?? []).map(dependency)),
    Type: Text.plain(metadata.type, places.get("type")),
  };
}

function strings(texts: readonly string[]): Value {
  return list(
    texts.map((text) => Text.plain(text)),
    "[]string",
  );
}

function maintainer({ name, email, url }: Maintainer): Struct {
  return structOf("*chart.Maintainer", {
    Name: Text.plain(name),
    Email: Text.plain(email),
    URL: Text.plain(url),
  });
}

function dependency(one: Dependency): Struct {
  const plain = (text: string, place?: Span) => Text.plain(text, place);
  return structOf("*chart.Dependency", {
    Name: plain(one.name),
    Version: plain(one.version),
    Repository: plain(one.repository),
    Condition: plain(one.condition),
    Tags: strings(one.tags),
    Enabled: bool(true),
    ImportValues: list(one.importValues.map((entry) => importValue(entry))),
    Alias: plain(one.alias),
  });
}

/** Those that were strings are no longer when templates see them: helm, pkg/chartutil/dependencies.go, processImportValues. */
function importValue(entry: Dependency["importValues"][number]): Value {
  const { child, parent } = typeof entry === "string" ? { child: `exports.${entry}`, parent: "." } : entry;
  return dict(
    [
      ["child", Text.plain(child)],
      ["parent", Text.plain(parent)],
    ],
    "map[string]string",
  );
}
