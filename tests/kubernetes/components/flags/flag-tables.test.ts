import { describe, expect, it } from "vitest";
import { API_SERVER } from "../../../../lib/kubernetes/components/flags/api-server.js";
import { CONTROLLER_MANAGER } from "../../../../lib/kubernetes/components/flags/controller-manager.js";
import { ETCD } from "../../../../lib/kubernetes/components/flags/etcd.js";
import {
  type FlagTable,
  missingRows,
  wrongFlags,
} from "../../../../lib/kubernetes/components/flags/flag-table.js";
import { KUBE_PROXY } from "../../../../lib/kubernetes/components/flags/kube-proxy.js";
import { KUBELET } from "../../../../lib/kubernetes/components/flags/kubelet.js";
import { SCHEDULER } from "../../../../lib/kubernetes/components/flags/scheduler.js";
import { started } from "./components.js";

function named<Rest>(rows: readonly [FlagTable, Rest][]): [string, FlagTable, Rest][] {
  return rows.map(([table, rest]) => [table.component, table, rest]);
}

/** What is wrong and what is right for each flag: every row of every table must be here. */
const EXAMPLES: [
  FlagTable,
  Record<string, { wrong: string[]; right: string[]; beside?: string[]; minor?: number }>,
][] = [
  [
    API_SERVER,
    {
      "encryption-provider-config": { wrong: [""], right: ["/etc/kubernetes/encryption.yaml"] },
      "audit-policy-file": { wrong: [""], right: ["/etc/kubernetes/audit.yaml"] },
      "audit-log-path": { wrong: [""], right: ["/var/log/audit.log", "-"] },
      "kubelet-client-certificate": { wrong: [""], right: ["/pki/client.crt"] },
      "kubelet-client-key": { wrong: [""], right: ["/pki/client.key"] },
      "kubelet-certificate-authority": { wrong: [""], right: ["/pki/ca.crt"] },
      "kubelet-https": { wrong: ["false", "0", "F"], right: ["true"], minor: 21 },
      profiling: { wrong: ["true", "1", "T"], right: ["false", "0", "False", "maybe"] },
      "audit-log-maxage": { wrong: ["1", "29"], right: ["0", "30", "366", "many"] },
      "audit-log-maxbackup": { wrong: ["1", "9"], right: ["0", "10", "100"] },
      "audit-log-maxsize": {
        wrong: ["1", "99"],
        right: ["0", "100", "1000"],
        beside: ["--audit-log-maxbackup=10"],
      },
      "request-timeout": { wrong: ["5m1s", "1h", "400s"], right: ["5m", "300s", "1m0s", "long", "0"] },
      "service-account-lookup": { wrong: ["false"], right: ["true"] },
      "service-account-key-file": { wrong: [""], right: ["/pki/sa.pub"] },
      "etcd-certfile": { wrong: [""], right: ["/pki/etcd.crt"] },
      "etcd-keyfile": { wrong: [""], right: ["/pki/etcd.key"] },
      "etcd-servers": {
        wrong: ["http://10.0.0.1:2379", "https://10.0.0.1:2379,http://etcd.example:2379"],
        right: ["https://10.0.0.1:2379", "http://127.0.0.1:2379", "unix:///run/etcd.sock"],
      },
      "tls-cert-file": { wrong: [""], right: ["/pki/server.crt"] },
      "tls-private-key-file": { wrong: [""], right: ["/pki/server.key"] },
      "client-ca-file": { wrong: [""], right: ["/pki/ca.crt"] },
      "etcd-cafile": { wrong: [""], right: ["/pki/etcd/ca.crt"] },
      "tls-cipher-suites": {
        wrong: ["TLS_RSA_WITH_RC4_128_SHA", "TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"],
        right: ["TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", ""],
      },
      "tls-min-version": {
        wrong: ["VersionTLS10", "VersionTLS11"],
        right: ["VersionTLS12", "VersionTLS13", ""],
      },
      "service-account-extend-token-expiration": { wrong: ["true"], right: ["false"] },
      "secure-port": { wrong: ["0"], right: ["443", "6443"] },
      "insecure-port": { wrong: ["8080"], right: ["0"], minor: 19 },
      port: { wrong: ["8080"], right: ["0"], minor: 19 },
      "insecure-bind-address": { wrong: ["0.0.0.0", "::"], right: ["127.0.0.1", "::1"], minor: 19 },
      address: { wrong: ["0.0.0.0"], right: ["127.0.0.1"], minor: 19 },
    },
  ],
  [
    KUBELET,
    {
      "client-ca-file": { wrong: [""], right: ["/pki/ca.crt"] },
      "read-only-port": { wrong: ["10255", "1"], right: ["0"] },
      "streaming-connection-idle-timeout": { wrong: ["0", "0s", "0h0m"], right: ["4h0m0s", "5m"] },
      "make-iptables-util-chains": { wrong: ["false"], right: ["true"] },
      "hostname-override": { wrong: ["node-1"], right: [""] },
      "tls-cert-file": { wrong: [""], right: ["/pki/kubelet.crt"] },
      "tls-private-key-file": { wrong: [""], right: ["/pki/kubelet.key"] },
      "rotate-certificates": { wrong: ["false"], right: ["true"] },
      "feature-gates": {
        wrong: ["RotateKubeletServerCertificate=false", "A=true, RotateKubeletServerCertificate=f"],
        right: ["RotateKubeletServerCertificate=true", "A=false", ""],
      },
      "tls-cipher-suites": {
        wrong: ["TLS_RSA_WITH_AES_256_CBC_SHA"],
        right: ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305"],
      },
      "tls-min-version": { wrong: ["VersionTLS10"], right: ["VersionTLS12"] },
      "pod-max-pids": { wrong: ["-1", "0"], right: ["100", "4096"] },
      "seccomp-default": { wrong: ["false"], right: ["true"] },
    },
  ],
  [
    CONTROLLER_MANAGER,
    {
      "terminated-pod-gc-threshold": { wrong: ["0", "-1"], right: ["10", "12500"] },
      profiling: { wrong: ["true"], right: ["false"] },
      "use-service-account-credentials": { wrong: ["false"], right: ["true"] },
      "service-account-private-key-file": { wrong: [""], right: ["/pki/sa.key"] },
      "root-ca-file": { wrong: [""], right: ["/pki/ca.crt"] },
      "feature-gates": {
        wrong: ["RotateKubeletServerCertificate=false"],
        right: ["RotateKubeletServerCertificate=true"],
      },
      "bind-address": { wrong: ["0.0.0.0", "::", "10.0.0.1"], right: ["127.0.0.1", "::1"] },
      port: { wrong: ["10252"], right: ["0"], minor: 21 },
      address: { wrong: ["0.0.0.0"], right: ["127.0.0.1"], minor: 21 },
      "tls-cipher-suites": { wrong: ["TLS_RSA_WITH_AES_128_CBC_SHA"], right: ["TLS_AES_256_GCM_SHA384"] },
      "tls-min-version": { wrong: ["VersionTLS11"], right: ["VersionTLS13"] },
    },
  ],
  [
    SCHEDULER,
    {
      profiling: { wrong: ["true"], right: ["false"] },
      "bind-address": { wrong: ["0.0.0.0"], right: ["127.0.0.1"] },
      port: { wrong: ["10251"], right: ["0"], minor: 22 },
      address: { wrong: ["0.0.0.0"], right: ["127.0.0.1"], minor: 22 },
      "tls-cipher-suites": { wrong: ["TLS_RSA_WITH_AES_128_CBC_SHA"], right: ["TLS_AES_256_GCM_SHA384"] },
      "tls-min-version": { wrong: ["VersionTLS11"], right: ["VersionTLS13"] },
    },
  ],
  [
    ETCD,
    {
      "cert-file": { wrong: [""], right: ["/pki/etcd/server.crt"] },
      "key-file": { wrong: [""], right: ["/pki/etcd/server.key"] },
      "client-cert-auth": { wrong: ["false"], right: ["true"] },
      "auto-tls": { wrong: ["true"], right: ["false"] },
      "peer-cert-file": {
        wrong: [""],
        right: ["/pki/etcd/peer.crt"],
        beside: ["--listen-peer-urls=https://10.0.0.1:2380"],
      },
      "peer-key-file": {
        wrong: [""],
        right: ["/pki/etcd/peer.key"],
        beside: ["--listen-peer-urls=https://10.0.0.1:2380"],
      },
      "peer-client-cert-auth": {
        wrong: ["false"],
        right: ["true"],
        beside: ["--listen-peer-urls=https://10.0.0.1:2380"],
      },
      "peer-auto-tls": { wrong: ["true"], right: ["false"] },
      "trusted-ca-file": {
        wrong: ["/etc/kubernetes/pki/ca.crt"],
        right: ["/etc/kubernetes/pki/etcd/ca.crt", ""],
      },
      "listen-client-urls": {
        wrong: ["http://10.0.0.1:2379", "https://127.0.0.1:2379,http://0.0.0.0:2379"],
        right: ["https://10.0.0.1:2379", "http://127.0.0.1:2379,https://10.0.0.1:2379"],
        beside: ["--cert-file=/pki/etcd/server.crt"],
      },
      "listen-peer-urls": {
        wrong: ["http://10.0.0.1:2380"],
        right: ["https://10.0.0.1:2380", "http://localhost:2380"],
        beside: ["--peer-cert-file=/pki/etcd/peer.crt"],
      },
      "enable-pprof": { wrong: ["true"], right: ["false"] },
      "cipher-suites": { wrong: ["TLS_RSA_WITH_AES_128_CBC_SHA"], right: ["TLS_AES_256_GCM_SHA384"] },
    },
  ],
  [
    KUBE_PROXY,
    {
      "metrics-bind-address": {
        wrong: ["0.0.0.0:10249", "0.0.0.0", "[::]:10249", "::", "10.0.0.1:10249"],
        right: ["127.0.0.1:10249", "127.0.0.1", "[::1]:10249", "localhost:10249", ""],
      },
      profiling: { wrong: ["true"], right: ["false"] },
    },
  ],
];

describe.each(named(EXAMPLES))("the flags of %s", (_, table, examples) => {
  it("are all tried here", () => {
    expect(Object.keys(examples)).toEqual(table.rows.map(({ flag }) => flag));
  });

  it.each(Object.entries(examples))(
    "tell right from wrong: %s",
    (flag, { wrong, right, beside = [], minor }) => {
      const found = (value: string, version = minor) =>
        wrongFlags(
          started(table.component, [...beside, `--${flag}=${value}`], {
            ...(version !== undefined && { minor: version }),
          }),
          table,
        )
          .filter((defect) => defect.flag.name === flag)
          .map(({ problem }) => problem);
      for (const value of wrong) expect([value, found(value)]).toEqual([value, ["wrong"]]);
      for (const value of right) expect([value, found(value)]).toEqual([value, []]);
      for (const value of ["{{ .Values.flag }}", "${FLAG}", "<flag>"]) expect(found(value)).toEqual([]);
    },
  );

  it("say what to do instead, in one piece each", () => {
    for (const { instead, advice, means } of table.rows) {
      expect(instead !== "" || advice !== undefined).toBe(true);
      expect(means).toMatch(/^[a-z].*[^.]$/);
      // A part of a message that is longer would be cut.
      expect(`without '--${"x".repeat(60)}=${instead}', it ${means}`.length).toBeLessThan(260);
    }
  });

  it("do not have a row twice", () => {
    const flags = table.rows.map(({ flag }) => flag);
    expect(new Set(flags).size).toBe(flags.length);
  });

  it("which were removed are said to be, and are wrong only in the versions that obey them", () => {
    for (const [flag, removedIn] of Object.entries(table.removed)) {
      const problems = (value: string, version?: number) =>
        wrongFlags(
          started(table.component, [`--${flag}=${value}`], {
            ...(version !== undefined && { minor: version }),
          }),
          table,
        ).map(({ problem }) => problem);
      const unknown = "${X}";
      expect(problems(unknown, removedIn)).toEqual(["removed"]);
      expect(problems(unknown, removedIn - 1)).toEqual([]);
      expect(problems(unknown)).toEqual(["removed"]);
      const row = table.rows.find((one) => one.flag === flag);
      for (const value of examples[flag]?.wrong ?? []) {
        expect(problems(value)).toEqual(["wrong"]);
        expect(problems(value, row?.obeyedUntil)).toEqual(["wrong"]);
        expect(problems(value, removedIn)).toEqual(["removed"]);
      }
    }
  });
});

/** What a whole command line without any flag lacks. */
const MISSING: [FlagTable, string[]][] = [
  [
    API_SERVER,
    [
      "encryption-provider-config",
      "audit-policy-file",
      "audit-log-path",
      "kubelet-client-certificate",
      "kubelet-client-key",
      "kubelet-certificate-authority",
      "profiling",
      "service-account-key-file",
      "etcd-certfile",
      "etcd-keyfile",
      "tls-cert-file",
      "tls-private-key-file",
      "client-ca-file",
      "etcd-cafile",
      "service-account-extend-token-expiration",
    ],
  ],
  [
    KUBELET,
    [
      "client-ca-file",
      "read-only-port",
      "tls-cert-file",
      "tls-private-key-file",
      "pod-max-pids",
      "seccomp-default",
    ],
  ],
  [
    CONTROLLER_MANAGER,
    [
      "profiling",
      "use-service-account-credentials",
      "service-account-private-key-file",
      "root-ca-file",
      "bind-address",
    ],
  ],
  [SCHEDULER, ["profiling", "bind-address"]],
  [ETCD, ["cert-file", "key-file", "client-cert-auth"]],
  [KUBE_PROXY, []],
];

const missing = (table: FlagTable, ...rest: [args?: string[], more?: object]) =>
  missingRows(started(table.component, rest[0] ?? [], rest[1]), table).map(({ flag }) => flag);

describe("what a command line leaves out", () => {
  it.each(named(MISSING))("is only asked for where the default is wrong: %s", (_, table, flags) => {
    expect(missing(table)).toEqual(flags);
    // A flag that is written is judged at its place, even if nobody knows its value.
    expect(
      missing(
        table,
        flags.map((flag) => `--${flag}=\${X}`),
      ),
    ).toEqual([]);
    expect(missing(table, [], { isWhole: false })).toEqual([]);
  });

  it("is not asked for before it exists", () => {
    expect(missing(API_SERVER, [], { minor: 20 })).not.toContain("service-account-extend-token-expiration");
    expect(missing(API_SERVER, [], { minor: 21 })).toContain("service-account-extend-token-expiration");
    expect(missing(KUBELET, [], { minor: 24 })).not.toContain("seccomp-default");
  });

  it("may be in a file that is not here", () => {
    expect(missing(KUBELET, ["--config=/var/lib/kubelet/config.yaml"])).toEqual([]);
    expect(missing(SCHEDULER, ["--config=/etc/scheduler.yaml"])).toEqual(["bind-address"]);
    expect(missing(ETCD, ["--config-file=/etc/etcd.yaml"])).toEqual([]);
  });

  it("may be made up for by another flag", () => {
    expect(missing(API_SERVER, ["--audit-webhook-config-file=/etc/audit.yaml"])).not.toContain(
      "audit-log-path",
    );
    expect(missing(API_SERVER, ["--service-account-signing-endpoint=/run/sign.sock"])).not.toContain(
      "service-account-key-file",
    );
    expect(missing(API_SERVER, ["--tls-sni-cert-key=a.crt,a.key"])).not.toContain("tls-cert-file");
    expect(missing(API_SERVER, ["--etcd-servers=unix:///run/kine.sock"])).not.toContain("etcd-cafile");
    expect(missing(KUBELET, ["--rotate-server-certificates"])).not.toContain("tls-cert-file");
    expect(missing(KUBELET, ["--rotate-server-certificates=false"])).toContain("tls-cert-file");
    expect(missing(ETCD, ["--trusted-ca-file=/etc/ca.crt"])).not.toContain("client-cert-auth");
    expect(missing(ETCD, ["--auto-tls"])).toEqual(["client-cert-auth"]);
  });

  it("may be what the tool that starts it sets", () => {
    expect(missing(SCHEDULER, [], { defaults: { profiling: "false" } })).toEqual(["bind-address"]);
  });

  it("is asked of members of etcd that others can reach", () => {
    const peers = ["peer-cert-file", "peer-key-file", "peer-client-cert-auth"];
    const alone = missing(ETCD);
    expect(
      missing(ETCD, ["--listen-peer-urls=https://10.0.0.1:2380"]).filter((flag) => !alone.includes(flag)),
    ).toEqual(peers);
    expect(missing(ETCD, ["--listen-peer-urls=http://127.0.0.1:2380"])).toEqual(alone);
  });
});

describe("a flag", () => {
  const problems = (table: FlagTable, args: string[], more = {}) =>
    wrongFlags(started(table.component, args, more), table).map(({ flag }) => flag.written);

  it("counts only once, as the last one of its name; those of lists add up", () => {
    expect(problems(SCHEDULER, ["--profiling=true", "--profiling=false"])).toEqual([]);
    expect(problems(SCHEDULER, ["--profiling=false", "--profiling"])).toEqual(["--profiling"]);
    const weak = "--tls-cipher-suites=TLS_RSA_WITH_RC4_128_SHA";
    expect(problems(SCHEDULER, [weak, "--tls-cipher-suites=TLS_AES_128_GCM_SHA256"])).toEqual([weak]);
  });

  it("does nothing beside a file that wins over it", () => {
    expect(problems(SCHEDULER, ["--config=/etc/s.yaml", "--profiling=true"])).toEqual([]);
    expect(problems(KUBE_PROXY, ["--config=/etc/p.yaml", "--metrics-bind-address=0.0.0.0"])).toEqual([]);
    expect(problems(ETCD, ["--config-file=/etc/e.yaml", "--auto-tls"])).toEqual([]);
    expect(problems(KUBELET, ["--config=/etc/k.yaml", "--read-only-port=1"])).toEqual(["--read-only-port=1"]);
  });

  it("does nothing beside one that makes up for it, the tool's own as well", () => {
    expect(problems(ETCD, ["--auto-tls", "--cert-file=/etc/server.crt"])).toEqual([]);
    expect(
      problems(ETCD, ["--client-cert-auth=false"], { defaults: { "trusted-ca-file": "/ca.crt" } }),
    ).toEqual([]);
    expect(problems(API_SERVER, ["--audit-log-maxsize=10"])).toEqual([]);
    expect(
      problems(API_SERVER, ["--insecure-bind-address=0.0.0.0", "--insecure-port=0"], { minor: 19 }),
    ).toEqual([]);
  });

  it("that is a field of a file stays where the flag is removed, and 0 means the default there", () => {
    const field = (name: string, value: string, written: string) => ({
      flags: [{ name, value, written, at: [] }],
      format: "KubeletConfiguration" as const,
    });
    expect(problems(KUBELET, [], field("iptables-drop-bit", "15", "iptablesDropBit: 15"))).toEqual([]);
    const timeout = "streaming-connection-idle-timeout";
    expect(problems(KUBELET, [], field(timeout, "0s", "streamingConnectionIdleTimeout: 0s"))).toEqual([]);
  });

  it("of a name that every object has is no flag of a table", () => {
    expect(problems(API_SERVER, ["--__proto__=1", "--constructor=1", "--toString"])).toEqual([]);
  });
});
