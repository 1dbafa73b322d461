import type { Component, ComponentName } from "../../../../lib/kubernetes/components/component.js";

/** A component that is started with some arguments, such as `--profiling=false`, as a static Pod has it. */
export function started(
  name: ComponentName,
  args: readonly string[],
  { minor, ...rest }: Partial<Component> & { minor?: number } = {},
): Component {
  return {
    name,
    format: "ComponentPod",
    flags: args.map((written, index) => {
      const [flag = "", ...value] = written.slice(2).split("=");
      return {
        name: flag,
        value: value.join("=") || (written.endsWith("=") ? "" : "true"),
        written,
        at: [index],
      };
    }),
    isWhole: true,
    at: ["command"],
    defaults: {},
    ...(minor !== undefined && { version: { minor } }),
    ...rest,
  };
}
