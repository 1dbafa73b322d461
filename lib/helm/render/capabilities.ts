import { structOf } from "./structs.js";
import { identityOf } from "../values/identity.js";
import { Text } from "../values/text.js";
import {
  bool,
  type Func,
  type List,
  type Parameter,
  type Struct,
  TemplateError,
  type Unknown,
  unknown,
  type Value,
} from "../values/value.js";

/** What is known of the cluster, and of the Helm that installs a release. */
export interface Capabilities {
  /** Such as `1.33.0`. */
  kubernetesVersion: string | Unknown;
  /** What the cluster has: `group/version` and `group/version/Kind`. */
  apiVersions: ReadonlySet<string>;
  /** Whether it has no others, as `helm template` takes for granted. */
  isComplete: boolean;
  /** API groups of which nothing else can be there. */
  ownGroups?: ReadonlySet<string>;
  /** The version of Helm, if it is another than the one whose sources are followed here. */
  helmVersion?: string;
}

const HELM_VERSION = "v3.19.0";

/** `.Capabilities`: helm, pkg/chartutil/capabilities.go. */
export function capabilitiesObject(capabilities: Capabilities): Struct {
  return structOf("*chartutil.Capabilities", {
    KubeVersion: kubeVersion(capabilities.kubernetesVersion),
    APIVersions: apiVersions(capabilities),
    HelmVersion: structOf("version.BuildInfo", {
      Version: Text.plain(capabilities.helmVersion ?? HELM_VERSION),
      GitCommit: Text.empty,
      GitTreeState: Text.empty,
      GoVersion: Text.unknown("which Go built Helm is not known", "go version"),
    }),
  });
}

function kubeVersion(version: string | Unknown): Struct {
  if (typeof version !== "string") {
    const part = (name: string) => unknown(`${version.id}.${name}`, version.why);
    return structOf(
      "chartutil.KubeVersion",
      { Version: version, Major: part("major"), Minor: part("minor"), GitVersion: version, String: version },
      { text: () => Text.unknown(version.why, version.id) },
    );
  }
  const whole = Text.plain(`v${version.replace(/^v/, "")}`);
  const [major = "", minor = ""] = version.replace(/^v/, "").split(/[.+-]/);
  return structOf(
    "chartutil.KubeVersion",
    { Version: whole, Major: Text.plain(major), Minor: Text.plain(minor), GitVersion: whole, String: whole },
    { text: () => whole },
  );
}

/**
 * The versions of the API, a list with a method, in an order that says nothing: helm, pkg/chartutil/capabilities.go,
 * VersionSet. Those that are not given may be there: CRDs of others may be installed.
 */
function apiVersions({ apiVersions: known, isComplete, ownGroups }: Capabilities): List {
  const has = (name: string) =>
    known.has(name) || isComplete || ownGroups?.has(groupOf(name))
      ? bool(known.has(name))
      : unknown(`api ${name}`, `whether the cluster has '${name}' is not known`);
  const call = ([name]: readonly Value[]): Value => {
    if (name?.type === "string" && name.unknown === undefined) return has(name.text);
    if (name?.type === "string") return unknown(`api ${identityOf(name)}`, name.unknown ?? "");
    if (name?.type === "unknown") return unknown(`api ${name.id}`, name.why);
    throw new TemplateError("'.Capabilities.APIVersions.Has' takes a text");
  };
  const parameters: Parameter[] = ["string"];
  const method: Func = { type: "func", name: "Has", takes: { parameters }, call };
  const others = isComplete ? undefined : unknown("apis", "what the cluster has is not known");
  let items: readonly Value[] | undefined;
  return {
    type: "list",
    goType: "chartutil.VersionSet",
    // There are hundreds, which hardly any chart goes through.
    get items() {
      return (items ??= [...Array.from(known, (name) => Text.plain(name)), ...(others ? [others] : [])]);
    },
    isUnordered: true,
    ...(others && { others }),
    method: (name) => (name === "Has" ? method : undefined),
  };
}

/** The group in `group/version`, `group/version/Kind` or `v1`; that of Kubernetes' core is empty. */
function groupOf(name: string): string {
  const [first = ""] = name.split("/");
  return /^v\d/.test(first) ? "" : first;
}
