import { tableAt, valueAt } from "../chart/tables.js";
import { identityOf } from "../values/identity.js";
import { Text } from "../values/text.js";
import {
  type CallContext,
  type Dict,
  type Func,
  type Parameter,
  TemplateError,
  unknown,
  type Value,
} from "../values/value.js";

/** Values as `.Values` gives them, with their methods: helm, pkg/chartutil/values.go. What is set in one is in the other. */
export function valuesObject(values: Dict, toYaml: Func | undefined): Dict {
  const object: Dict = { ...values, goType: "chartutil.Values" };
  return { ...object, method: (name) => method(object, toYaml, name) };
}

function method(values: Dict, toYaml: Func | undefined, name: string): Func | undefined {
  switch (name) {
    case "AsMap":
      return { type: "func", name, takes: { parameters: [] }, call: () => asMap(values) };
    case "YAML":
      return {
        type: "func",
        name,
        takes: { parameters: [] },
        call: (_, context) => yamlOf(values, toYaml, context),
      };
    case "Table":
      return ofPath(name, (path) => {
        const found = tableAt(values, path);
        if (!found) throw new TemplateError(`there is no table '${path}' in the values`);
        return found.type === "map" ? valuesObject(found, toYaml) : found;
      });
    case "PathValue":
      return ofPath(name, (path) => {
        const found = path === "" ? undefined : valueAt(values, path);
        if (!found) throw new TemplateError(`there is no value '${path}' in the values`);
        return found;
      });
    default:
      return undefined;
  }
}

function asMap(values: Dict): Dict {
  return { ...values, goType: "map[string]interface {}" };
}

function yamlOf(values: Dict, toYaml: Func | undefined, context: CallContext): Value {
  const text = toYaml?.call([asMap(values)], context) ?? Text.empty;
  return text.type === "string" ? Text.join([text, Text.plain("\n")]) : text;
}

function ofPath(name: string, find: (path: string) => Value): Func {
  const call = ([path]: readonly Value[]): Value => {
    if (path?.type === "string" && path.unknown === undefined) return find(path.text);
    if (path?.type === "string") return unknown(`${name} ${identityOf(path)}`, path.unknown ?? "");
    if (path?.type === "unknown") return unknown(`${name} ${path.id}`, path.why);
    throw new TemplateError(`'.Values.${name}' takes a text`);
  };
  const parameters: Parameter[] = ["string"];
  return { type: "func", name, takes: { parameters }, call };
}
