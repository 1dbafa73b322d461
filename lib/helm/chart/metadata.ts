import {
  ChartError,
  type Dependency,
  type ImportValue,
  type Maintainer,
  type Metadata,
  type TextFile,
} from "./chart.js";
import { Fields } from "./fields.js";
import { parseVersion } from "../functions/format/versions.js";
import type { Span } from "../values/text.js";
import type { Value } from "../values/value.js";
import { readYaml, YamlError } from "../yaml/read.js";

/** The fields whose places are of use. */
const PLACED = ["name", "version", "apiVersion", "appVersion", "kubeVersion", "type", "description"] as const;

/**
 * What a `Chart.yaml` says, with the dependencies of a `requirements.yaml`, which Helm reads over it: helm,
 * pkg/chart/loader/load.go, LoadFiles, and pkg/chart/metadata.go, Validate.
 */
export function readMetadata(chart: TextFile, requirements: TextFile | undefined): Metadata {
  const fields = new Fields(readFile(chart, { keepsIntegers: true }), "it");
  const over = requirements && new Fields(readFile(requirements, { keepsIntegers: true }), "it");
  const of = (name: string) => (over?.get(name) ? over : fields);
  const string = (name: string) => printable(of(name).string(name));
  const metadata: Metadata = {
    name: string("name"),
    version: of("version").string("version"),
    apiVersion: of("apiVersion").string("apiVersion") || "v1",
    appVersion: string("appVersion"),
    description: string("description"),
    type: of("type").string("type"),
    home: string("home"),
    icon: string("icon"),
    condition: string("condition"),
    tags: string("tags"),
    kubeVersion: string("kubeVersion"),
    deprecated: of("deprecated").boolean("deprecated"),
    keywords: of("keywords").strings("keywords").map(printable),
    sources: of("sources").strings("sources").map(printable),
    maintainers: of("maintainers").list("maintainers").map(maintainerOf),
    annotations: new Map([...fields.map("annotations"), ...(over?.map("annotations") ?? [])]),
    dependencies: of("dependencies").get("dependencies")
      ? of("dependencies").list("dependencies").map(dependencyOf)
      : undefined,
    places: placesOf(of),
  };
  validate(metadata, fields);
  return metadata;
}

/** The value of a YAML file, with its places. */
export function readFile({ file, text }: TextFile, options: { keepsIntegers?: boolean } = {}): Value {
  const span = (start: number, end: number): Span => ({ file, start, end });
  try {
    return readYaml(text, { ...options, span });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new ChartError(error.message, span(error.start, error.end), error.isOurs);
  }
}

function placesOf(of: (name: string) => Fields): Map<string, Span> {
  return new Map(
    PLACED.flatMap((name) => {
      const place = of(name).place(name);
      return place ? [[name, place] as const] : [];
    }),
  );
}

function maintainerOf(value: Value): Maintainer {
  if (value.type === "nil") throw new ChartError("an item of 'maintainers' is empty");
  const fields = new Fields(value, "an item of 'maintainers'");
  const [name = "", email = "", url = ""] = ["name", "email", "url"].map((one) =>
    printable(fields.string(one)),
  );
  return { name, email, url };
}

function dependencyOf(value: Value): Dependency {
  if (value.type === "nil") throw new ChartError("an item of 'dependencies' is empty");
  const fields = new Fields(value, "an item of 'dependencies'");
  const dependency = {
    name: printable(fields.string("name")),
    version: printable(fields.string("version")),
    repository: printable(fields.string("repository")),
    condition: printable(fields.string("condition")),
    tags: fields.strings("tags").map(printable),
    importValues: fields.list("import-values").flatMap(importValueOf),
    alias: fields.string("alias"),
    at: fields.place("name") ?? fields.at,
  };
  if (dependency.alias !== "" && !/^[\w-]+$/.test(dependency.alias)) {
    throw new ChartError(
      `the alias '${dependency.alias}' has other characters than letters, digits, '-' and '_'`,
      fields.place("alias"),
    );
  }
  return dependency;
}

/** helm, pkg/chartutil/dependencies.go, processImportValues, which prints what is no string and leaves out other types. */
function importValueOf(value: Value): ImportValue[] {
  if (value.type === "string") return [value.text];
  if (value.type !== "map") return [];
  const part = (name: string) => {
    const one = value.entries.get(name);
    if (one?.type === "string") return one.text;
    return one?.type === "bool" || one?.type === "int" ? String(one.value) : "<nil>";
  };
  return [{ child: part("child"), parent: part("parent") }];
}

function validate({ name, version, type, dependencies }: Metadata, fields: Fields): void {
  if (name === "") throw new ChartError("it has no 'name'", fields.at);
  if (name.includes("/")) throw new ChartError(`'${name}' is not a name`, fields.place("name"));
  if (version === "") throw new ChartError("it has no 'version'", fields.at);
  if (!parseVersion(version)) throw new ChartError(`'${version}' is not a version`, fields.place("version"));
  if (!["", "application", "library"].includes(type)) {
    throw new ChartError(`its type is '${type}', not 'application' or 'library'`, fields.place("type"));
  }
  const names = new Set<string>();
  for (const { name: dependency, alias, at } of dependencies ?? []) {
    const key = alias || dependency;
    if (names.has(key)) throw new ChartError(`more than one dependency is called '${key}'`, at);
    names.add(key);
  }
}

/** Spaces made plain and what cannot be printed left out: helm, pkg/chart/metadata.go, sanitizeString. */
function printable(text: string): string {
  return text.replace(/\s|\x85/gu, " ").replace(/[\p{C}\p{Zl}\p{Zp}\uFEFF]/gu, "");
}
