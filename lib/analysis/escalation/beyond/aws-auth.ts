import { field } from "../../../util/plain-values.js";
import { memoize } from "../../../util/memoize.js";
import { configurationsOf } from "../../access/configurations.js";
import type { Repository } from "../../../repository/repository.js";
import { EVERYTHING } from "../nodes.js";
import { changesOf } from "../rbac/allowed.js";
import type { Technique } from "../technique.js";

const CONFIG_MAP = { namespace: "kube-system", name: "aws-auth" };
const CHANGES = changesOf("", "configmaps");

export const awsAuth: Technique = {
  name: "map-aws-identity",
  title: "Map an identity of AWS",
  takes:
    "`update` or `patch` on the ConfigMap `aws-auth` in `kube-system`, in a cluster that reads it: the repository has it, or the platform is EKS.",
  gives:
    "Any group for an identity of AWS, also one of another account, and with `system:masters` everything.",
  cites: [
    "https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html",
    "aws-iam-authenticator: pkg/mapper/configmap/configmap.go, ParseMap",
  ],
  *edges(world, from) {
    const { platform, repository } = world.analysis;
    const isWritten = hasAwsAuth(repository);
    if (!isWritten && platform !== "eks") return;
    const held = world.rightsOf(from).mayAny(CHANGES, CONFIG_MAP);
    if (!held) return;
    yield {
      to: EVERYTHING,
      words: () => "maps an identity of AWS to group 'system:masters' in ConfigMap 'kube-system/aws-auth'",
      rights: [held],
      ...(!isWritten && {
        needs: "only while the authentication mode of EKS counts aws-auth",
        isSure: false as const,
      }),
    };
  },
};

const hasAwsAuth = memoize((repository: Repository): boolean => {
  return configurationsOf(repository, "AwsAuth").some(({ value }) => {
    return field(value, "kind") === "ConfigMap" && field(value, "metadata", "name") === CONFIG_MAP.name;
  });
});
