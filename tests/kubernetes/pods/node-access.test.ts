import { describe, expect, it } from "vitest";
import { nodeAccessOf } from "../../../lib/kubernetes/pods/node-access.js";

type Spec = Parameters<typeof nodeAccessOf>[0];
type Container = NonNullable<Spec["containers"]>[number];

const AS_ROOT = "only if a program in the container is root or can become it";
const UNCONFINED = "only where AppArmor or SELinux does not confine the container";

const pod = (container: Container, spec: Spec = {}): Spec => ({
  ...spec,
  containers: [{ name: "a" }, container],
});
const mounting = (path: string, mount: object = {}, spec: Spec = {}): Spec =>
  pod(
    { volumeMounts: [{ name: "host", ...mount }] },
    { volumes: [{ name: "host", hostPath: { path } }], ...spec },
  );

describe("nodeAccessOf", () => {
  it("finds privileged containers", () => {
    expect(nodeAccessOf(pod({ securityContext: { privileged: true } }))).toEqual({
      words: "runs privileged",
      at: ["containers", 1, "securityContext", "privileged"],
    });
    expect(nodeAccessOf(pod({ securityContext: { privileged: false } }))).toBeUndefined();
    expect(nodeAccessOf({})).toBeUndefined();
  });

  it.each([
    ["ALL", undefined],
    ["SYS_MODULE", undefined],
    ["dac_read_search", undefined],
    ["SYS_ADMIN", UNCONFINED],
  ])("finds the capability %s", (name, needs) => {
    const access = nodeAccessOf(pod({ securityContext: { capabilities: { add: ["NET_ADMIN", name] } } }));
    expect(access).toEqual({
      words: `adds the capability ${name.toUpperCase()}`,
      at: ["containers", 1, "securityContext", "capabilities", "add", 1],
      ...(needs !== undefined && { needs }),
    });
  });

  it.each(["NET_ADMIN", "NET_RAW", "SYS_CHROOT", "SYS_PTRACE", "CAP_SYS_ADMIN", "SYS_TIME"])(
    "takes %s alone for nothing",
    (name) => {
      expect(nodeAccessOf(pod({ securityContext: { capabilities: { add: [name] } } }))).toBeUndefined();
    },
  );

  it("needs SYS_PTRACE and hostPID together", () => {
    const tracing: Container = { securityContext: { capabilities: { add: ["SYS_PTRACE"] } } };
    expect(nodeAccessOf(pod(tracing, { hostPID: true }))).toEqual({
      words: "adds the capability SYS_PTRACE and sees the processes of the node",
      at: ["containers", 1, "securityContext", "capabilities", "add", 0],
      needs: UNCONFINED,
    });
    expect(nodeAccessOf(pod({}, { hostPID: true, hostNetwork: true, hostIPC: true }))).toBeUndefined();
  });

  it("takes the word of a manifest that nothing confines a container", () => {
    const adding = { capabilities: { add: ["SYS_ADMIN"] } };
    const unconfined = { appArmorProfile: { type: "Unconfined" as const } };
    const profile = { appArmorProfile: { type: "RuntimeDefault" as const } };
    const needs = (container: Container, spec: Spec = {}) => nodeAccessOf(pod(container, spec))?.needs;
    expect(needs({ securityContext: { ...adding, ...unconfined } })).toBeUndefined();
    expect(needs({ securityContext: adding }, { securityContext: unconfined })).toBeUndefined();
    expect(needs({ securityContext: { ...adding, ...profile } }, { securityContext: unconfined })).toBe(
      UNCONFINED,
    );
  });

  it.each([
    ["/", true, "has the container runtime of the node start what it likes"],
    ["/run", true, "has the container runtime of the node start what it likes"],
    ["/var/run/docker.sock", true, "has the container runtime of the node start what it likes"],
    ["/run/containerd/", true, "has the container runtime of the node start what it likes"],
    ["//run//crio/./crio.sock", true, "has the container runtime of the node start what it likes"],
    ["/etc", false, "writes what the node runs as root"],
    ["/etc/kubernetes/manifests", false, "writes what the node runs as root"],
    ["/opt/cni", false, "replaces programs that the node runs as root"],
    ["/proc", false, "names a program that the node runs as root when another one crashes"],
    ["/var/lib/kubelet", true, "reads the tokens of the pods of the node"],
    ["/var", true, "reads the tokens of the pods of the node"],
    ["/var/lib/kubelet/pki", true, "reads the key with which the kubelet of the node logs in"],
  ])("finds what mounts %s (read-only: %s)", (path, readOnly, can) => {
    expect(nodeAccessOf(mounting(path, { readOnly }))).toEqual({
      words: `mounts '${path}' of the node and so ${can}`,
      at: ["containers", 1, "volumeMounts", 0],
    });
  });

  it.each([
    ["/etc", true],
    ["/proc", true],
    ["/usr/bin", true],
    ["/etc/cron.d/mine", false],
    ["/var/log", false],
    ["/lib/modules", false],
    ["/sys", false],
    ["/runs", false],
    ["/var/lib/kubelet/device-plugins", false],
    ["/etc/../etc", false],
    ["etc", false],
    ["${PATH_OF_HOST}", false],
  ])("takes what mounts %s (read-only: %s) for nothing", (path, readOnly) => {
    const access = nodeAccessOf(mounting(path, { readOnly }));
    // What is read-only may still hold keys of the control plane.
    expect(access?.needs ?? access).toBe(
      path === "/etc" && readOnly ? "only where its pod runs on a node of the control plane" : undefined,
    );
  });

  it("counts the part that is mounted, by a container that mounts it", () => {
    expect(nodeAccessOf(mounting("/", { subPath: "var/log" }))).toBeUndefined();
    expect(nodeAccessOf(mounting("/var", { subPath: "run/docker.sock" }))?.words).toBe(
      "mounts '/var/run/docker.sock' of the node and so has the container runtime of the node start what it likes",
    );
    expect(nodeAccessOf(mounting("/", { name: "other" }))).toBeUndefined();
  });

  it.each<[string, Spec, string | undefined]>([
    ["another user", pod({ securityContext: { privileged: true, runAsUser: 1000 } }), AS_ROOT],
    ["another user of the pod", mounting("/", {}, { securityContext: { runAsUser: 1000 } }), AS_ROOT],
    ["not root", mounting("/", {}, { securityContext: { runAsNonRoot: true } }), AS_ROOT],
    [
      "root after all",
      pod({ securityContext: { privileged: true, runAsUser: 0 } }, { securityContext: { runAsUser: 1 } }),
      undefined,
    ],
  ])("is less sure of a container that runs as %s", (_, spec, needs) => {
    expect(nodeAccessOf(spec)).toMatchObject({ at: ["containers", 1, expect.anything(), expect.anything()] });
    expect(nodeAccessOf(spec)?.needs).toBe(needs);
  });

  it("counts the init containers that keep running", () => {
    const privileged = { securityContext: { privileged: true } };
    const sidecar = { ...privileged, restartPolicy: "Always" as const };
    expect(nodeAccessOf({ initContainers: [privileged] })).toBeUndefined();
    expect(nodeAccessOf({ initContainers: [sidecar] })?.at).toEqual([
      "initContainers",
      0,
      "securityContext",
      "privileged",
    ]);
  });

  it("prefers what is sure", () => {
    const both: Container = { securityContext: { capabilities: { add: ["SYS_ADMIN", "SYS_MODULE"] } } };
    expect(nodeAccessOf(pod(both))?.words).toBe("adds the capability SYS_MODULE");
  });
});
