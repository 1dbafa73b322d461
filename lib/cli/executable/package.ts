import { getAsset } from "node:sea";
import type { Package } from "../../plugin/package.js";

/** This package, as it was when the executable was built. */
export const { name, version, homepage, bugs, dependencies } = JSON.parse(
  getAsset("package.json", "utf8"),
) as Package;
