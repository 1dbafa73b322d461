import type { Configuration } from "../configuration/configuration.js";
import type { Component } from "./component.js";

/** The components that a configuration sets up. */
export function componentsOf(configuration: Configuration): readonly Component[] {
  return configuration.format === "ComponentPod" ? [] : [];
}
