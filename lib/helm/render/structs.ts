import { Text } from "../values/text.js";
import type { Func, Struct, Value } from "../values/value.js";

interface Methods {
  /** As `print` shows it; by default, that is not followed. */
  text?: () => Text;
  method?: (name: string) => Func | undefined;
}

/** Something with fields that Go gives to templates. */
export function structOf(
  goType: string,
  fields: Readonly<Record<string, Value>>,
  methods: Methods = {},
): Struct {
  const byName = new Map(Object.entries(fields));
  return {
    type: "struct",
    goType,
    field: (name) => byName.get(name),
    ...(methods.method && { method: methods.method }),
    text: methods.text ?? (() => Text.unknown(`how Go writes a '${goType}' is not followed`, goType)),
  };
}
