import { describe, expect, it } from "vitest";
import { clusterConfiguration, componentPod, EMPTY_CONFIGURATIONS } from "./components.js";
import { lint } from "./lint.js";

const RULE = "no-anonymous-auth";
const WHO =
  "requests without credentials as 'system:anonymous', which may do what is granted to it or to 'system:unauthenticated'";
const PATHS = "let them in at the paths of probes alone, by an AuthenticationConfiguration with 'conditions'";
const MODES = "--authorization-mode=Node,RBAC";
const COMMANDS = ", and lets everybody who reaches it run commands in the pods of its node";
const CERTIFICATE = "the API server has a certificate.";

const apiServer = (...flags: string[]) => componentPod("kube-apiserver", [MODES, ...flags]);
const authentication = (...lines: string[]) =>
  ["apiVersion: apiserver.config.k8s.io/v1", "kind: AuthenticationConfiguration", ...lines].join("\n") + "\n";

describe("no-anonymous-auth", () => {
  it.each([
    [
      "an API server",
      apiServer("--anonymous-auth=true"),
      "11:11-11:32",
      `'--anonymous-auth=true' makes the API server take ${WHO}. Set it to 'false', or ${PATHS}.`,
    ],
    [
      "a bare switch",
      apiServer("--anonymous-auth=false", "--anonymous-auth"),
      "12:11-12:27",
      `'--anonymous-auth' makes the API server take ${WHO}. Set it to 'false', or ${PATHS}.`,
    ],
    [
      "kubeadm",
      clusterConfiguration([`anonymous-auth: "true"`]),
      "5:21-5:27",
      `'anonymous-auth: true' makes the API server take ${WHO}. Set it to 'false', or ${PATHS}.`,
    ],
    [
      "a file without conditions",
      authentication("anonymous:", "  enabled: true"),
      "4:12-4:16",
      `On every path, the API server takes ${WHO}. Write 'false', or list the paths of probes, such as '/livez' and '/readyz', under 'conditions'.`,
    ],
    [
      "a file with a list that is empty",
      authentication("anonymous:", "  enabled: true", "  conditions: []"),
      "4:12-4:16",
      `On every path, the API server takes ${WHO}. Write 'false', or list the paths of probes, such as '/livez' and '/readyz', under 'conditions'.`,
    ],
    [
      "a kubelet",
      componentPod("kubelet", ["--anonymous-auth=true", "--authorization-mode=Webhook"]),
      "10:11-10:32",
      `'--anonymous-auth=true' makes this kubelet take requests without credentials as 'system:anonymous'. Write 'false': ${CERTIFICATE}`,
    ],
    [
      "a kubelet that allows everything",
      componentPod("kubelet", ["--anonymous-auth=true", "--authorization-mode=AlwaysAllow"]),
      "10:11-10:32",
      `'--anonymous-auth=true' makes this kubelet take requests without credentials${COMMANDS}. Write 'false': ${CERTIFICATE}`,
    ],
    [
      "a kubelet by default",
      componentPod("kubelet", ["--v=2"]),
      "9:11-9:18",
      `With neither '--anonymous-auth' nor '--config', this kubelet takes requests without credentials${COMMANDS}. Add '--anonymous-auth=false': ${CERTIFICATE}`,
    ],
    [
      "a kubelet's file",
      "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication:\n  anonymous:\n    enabled: true\n",
      "5:14-5:18",
      `'authentication.anonymous.enabled: true' makes this kubelet take requests without credentials as 'system:anonymous'. Write 'false': ${CERTIFICATE}`,
    ],
    [
      "a kubelet of k3s",
      "kubelet-arg: anonymous-auth=true\n",
      "1:14-1:33",
      `'anonymous-auth=true' makes this kubelet take requests without credentials as 'system:anonymous'. Write 'false': ${CERTIFICATE}`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("reports an API server that does not say it, if asked to, once a directory", async () => {
    const files = { "a.yaml": apiServer(), "b.yaml": apiServer() };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { unset: true } })).toEqual([
      [
        "a.yaml:9:11-9:25",
        `Without 'anonymous-auth', this API server takes ${WHO}. Add '--anonymous-auth=false', or ${PATHS}.`,
      ],
    ]);
  });

  it.each([
    ["an API server that takes none", apiServer("--anonymous-auth=false")],
    ["one whose last flag says so", apiServer("--anonymous-auth=true", "--anonymous-auth=0")],
    ["one with a file", apiServer("--authentication-config=/etc/authn.yaml")],
    [
      "one that allows everything, and so takes none",
      componentPod("kube-apiserver", ["--authorization-mode=AlwaysAllow", "--anonymous-auth=true"]),
    ],
    ["one that allows everything by default", componentPod("kube-apiserver", ["--anonymous-auth=true"])],
    ["what is filled in", apiServer("--anonymous-auth=${ANONYMOUS}")],
    ["a kubelet with a file", componentPod("kubelet", ["--config=/etc/kubelet.yaml"])],
    [
      "a file with conditions",
      authentication("anonymous:", "  enabled: true", "  conditions:", "    - path: /livez"),
    ],
    ["a file that takes none", authentication("anonymous:", "  enabled: false")],
    ["a file of tokens only", authentication("jwt: []")],
    [
      "what kOps overwrites",
      "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  kubeAPIServer:\n    anonymousAuth: true\n",
    ],
    ...EMPTY_CONFIGURATIONS,
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text }, { options: { unset: true } })).toEqual([]);
  });
});
