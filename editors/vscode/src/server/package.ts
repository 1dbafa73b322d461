import ours from "../../../../package.json" with { type: "json" };
import type { Package } from "../../../../lib/plugin/package.js";

// What stands for lib/plugin/package.ts in the server of the extension.

export const { name, version, homepage, bugs, dependencies }: Package = ours;
