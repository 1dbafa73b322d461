import { Text } from "../values/text.js";
import { dict, RefusalError, type Func } from "../values/value.js";
import { ANY, define, STRING, TRACED } from "./signature.js";
import { unknownResult } from "./unknown.js";

/** What functions cannot know of themselves. */
export interface HelmOptions {
  /** What `lookup` finds: nothing where no cluster is asked, as in `helm template`, or what cannot be known. */
  lookup: "empty" | "unknown";
}

/** Helm's own functions: pkg/engine/engine.go, initFunMap. */
export function ownFunctions({ lookup }: HelmOptions): readonly Func[] {
  return [
    define("include", [STRING, ANY], (context, name, data) => context.include(name, data)),
    define("tpl", [TRACED, ANY], (context, template, data) => context.tpl(template, data)),
    define("required", [TRACED, ANY], (_, message, value) => {
      if (value.type === "nil" || (value.type === "string" && value.text === ""))
        throw new RefusalError(message.text);
      return value;
    }),
    define("fail", [TRACED], (_, message) => {
      throw new RefusalError(message.text);
    }),
    define("lookup", [TRACED, TRACED, TRACED, TRACED], (_, ...args) =>
      lookup === "empty" ? dict() : unknownResult("lookup", args, "what is in the cluster is not known"),
    ),
    define("getHostByName", [TRACED], () => Text.empty),
  ];
}
