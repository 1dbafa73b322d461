import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clusterCredentials,
  clusterIdentity,
  readArgoCdCluster,
} from "../../../lib/kubernetes/kubeconfig/argocd-cluster.js";
import { userCredentials } from "../../../lib/kubernetes/kubeconfig/credentials.js";
import { kubeconfigDefects, references } from "../../../lib/kubernetes/kubeconfig/kubeconfig-defects.js";
import { readKubeconfig } from "../../../lib/kubernetes/kubeconfig/kubeconfig.js";
import { redactArgoCdCluster, redactKubeconfig } from "../../../lib/kubernetes/kubeconfig/redact.js";
import { ManifestFile } from "../../../lib/manifests/manifest-file.js";
import { factsOf } from "../../../lib/repository/facts.js";
import { argoCdCluster, kubeconfig } from "../../rules/kubeconfigs.js";

/** Values of any type under the names that are read. */
const keys = fc.constantFrom(
  ...["clusters", "contexts", "users", "cluster", "context", "user", "name", "current-context", "server"],
  ...[
    "client-key",
    "client-key-data",
    "client-certificate-data",
    "token",
    "tokenFile",
    "password",
    "exec",
    "args",
  ],
  ...[
    "env",
    "value",
    "auth-provider",
    "config",
    "apiVersion",
    "data",
    "stringData",
    "metadata",
    "annotations",
  ],
  ...["__proto__", "constructor", "toString"],
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(
      null,
      true,
      7,
      "",
      "a",
      "--token",
      "{}",
      '{"tlsClientConfig":{"keyData":7}}',
      "ENC[",
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 5 }),
  ),
}));

describe("hostile kubeconfigs", () => {
  it("are borne", () => {
    fc.assert(
      fc.property(fc.dictionary(keys, value), (written) => {
        for (const one of [written, redactKubeconfig(written), redactArgoCdCluster(written)]) {
          const config = readKubeconfig(one);
          references(config);
          kubeconfigDefects(config);
          for (const { content } of config.users) userCredentials(content);
          const cluster = readArgoCdCluster(one);
          clusterCredentials(cluster.config);
          clusterIdentity(cluster.config);
        }
      }),
    );
  });

  it("keep their paths when their secrets are replaced", () => {
    const pathsIn = (one: unknown, path = ""): string[] => {
      if (typeof one !== "object" || one === null) return [path];
      return [path, ...Object.entries(one).flatMap(([key, item]) => pathsIn(item, `${path}/${key}`))];
    };
    fc.assert(
      fc.property(fc.dictionary(keys, value), (written) => {
        expect(pathsIn(redactKubeconfig(written))).toEqual(pathsIn(written));
      }),
    );
  });

  it("are read in a time that grows with their length", () => {
    const long = "eyJ".repeat(100_000);
    const many = Array.from({ length: 20_000 }, (_, index) => ({ name: `a${index}`, user: { token: "b2" } }));
    expect(kubeconfigDefects(readKubeconfig(redactKubeconfig({ users: many })))).toEqual([]);
    expect(redactKubeconfig({ users: [{ user: { token: long, password: long } }] })).toBeDefined();
    expect(redactKubeconfig({ users: [{ user: { exec: { args: [long, `${long}.`] } } }] })).toBeDefined();
  });
});

it("leaves no secret in the facts of a file", () => {
  const secret = "f1b2c3d4e5";
  const user = `      token: ${secret}\n      exec: { env: [{ name: TOKEN, value: ${secret} }] }\n`;
  const config = JSON.stringify({ bearerToken: secret, tlsClientConfig: { keyData: secret } });
  const text = `${kubeconfig({ user })}---\n${argoCdCluster(config)}`;
  const facts = JSON.stringify(factsOf("a.yaml", new ManifestFile(text)));
  expect(facts).toContain("prod.example.com");
  expect(facts).not.toContain(secret);
});
