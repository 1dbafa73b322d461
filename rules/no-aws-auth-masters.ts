import {
  type IdentityMapping,
  identityMapping,
  identityMappings,
  mappedAccount,
  type MappedAccount,
  mappedAccounts,
} from "../lib/kubernetes/aws/identity-mappings.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { MASTERS_GROUP } from "../lib/kubernetes/rbac/subjects.js";
import type { Path } from "../lib/manifests/locate.js";
import { isTooLong, valueInText } from "../lib/manifests/value-in-text.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { field, isMap, items } from "../lib/util/plain-values.js";

type Value = Readonly<Record<string, unknown>>;

/** Who is let in, and everybody of which accounts. */
interface Admitted {
  mappings: readonly IdentityMapping[];
  accounts: readonly MappedAccount[];
}

export default defineRule({
  name: "no-aws-auth-masters",
  meta: {
    docs: {
      description:
        "Disallow mapping AWS identities to `system:masters`, and whole AWS accounts into a cluster",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      controls: ["CIS 5.1.1", "CIS 5.1.7", "OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      masters:
        "{{who}} gets group 'system:masters' here, and with it every right in the cluster, which no role limits and no binding takes away. Map it to a group of your own, and bind that to a role.",
      account:
        "This lets every user and role of AWS account '{{account}}' log in to the cluster, with all that group 'system:authenticated' may do. Map those who need it under 'mapRoles' or 'mapUsers' instead.",
      tooLong:
        "Kubernetes refuses a ConfigMap of more than 1 MiB, so nothing in this text was checked. Leave out what is not needed.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["AwsAuth"],
  check({ value }, { report }) {
    const { mappings, accounts } = admitted(value);
    for (const { arn, groups } of mappings) {
      const masters = groups.filter(({ name }) => name === MASTERS_GROUP);
      const who = arn === undefined ? "This identity of AWS" : `'${arn}'`;
      for (const { at } of masters) report({ at, messageId: "masters", data: { who } });
    }
    for (const at of tooLong(value)) report({ at, messageId: "tooLong" });
    for (const { at, id } of accounts) report({ at, messageId: "account", data: { account: id } });
  },
});

/** The forms in which it is written who is let in: for EKS, eksctl, and aws-iam-authenticator. */
function admitted(value: Value): Admitted {
  switch (value.kind) {
    case "ConfigMap":
      return isInCluster(value) ? ofConfigMap(field(value, "data")) : { mappings: [], accounts: [] };
    case "IAMIdentityMapping":
      return { mappings: isMap(value.spec) ? [identityMapping(value.spec, ["spec"])] : [], accounts: [] };
    default:
      return ofClusterConfig(value);
  }
}

/** The texts of a ConfigMap that are too long to be read. */
function tooLong(value: Value): Path[] {
  const data = value.kind === "ConfigMap" && isInCluster(value) ? field(value, "data") : undefined;
  if (!isMap(data)) return [];
  return Object.entries(data).flatMap(([name, text]) => (isTooLong(text) ? [["data", name]] : []));
}

/** The authenticator reads no other namespace. One that is not written may come from a kustomization. */
function isInCluster(value: Value): boolean {
  const namespace = field(value, "metadata", "namespace");
  return typeof namespace !== "string" || !isKnown(namespace) || namespace === "kube-system";
}

function ofConfigMap(data: unknown): Admitted {
  // The authenticator's own file is a text of its own; in aws-auth, each list is.
  const file = valueInText(field(data, "config.yaml"));
  const server: Path = ["data", "config.yaml", file?.step ?? 0, "server"];
  const list = (name: string): [list: unknown, at: Path][] => {
    const text = valueInText(field(data, name));
    return [
      [text?.value, ["data", name, text?.step ?? 0]],
      [field(file?.value, "server", name), [...server, name]],
    ];
  };
  return {
    mappings: [...list("mapRoles"), ...list("mapUsers")].flatMap(([one, at]) => identityMappings(one, at)),
    accounts: list("mapAccounts").flatMap(([one, at]) => mappedAccounts(one, at)),
  };
}

/** eksctl: pkg/apis/eksctl.io/v1alpha5/iam.go, IAMIdentityMapping. */
function ofClusterConfig(value: Value): Admitted {
  const [name, list] = ["iamIdentityMappings", field(value, "iamIdentityMappings")];
  return {
    mappings: identityMappings(list, [name]),
    accounts: items(list).flatMap((one, index) =>
      mappedAccount(field(one, "account"), [name, index, "account"]),
    ),
  };
}
