import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../../../lib/kubernetes/kinds.js";
import {
  deniesMetadata,
  publicBlocks,
} from "../../../../lib/kubernetes/network-policy/addresses/public-blocks.js";
import { NETWORK_POLICY_KINDS, type AnyObject, type KindName } from "../../../../lib/kubernetes/objects.js";

const METADATA = "169.254.169.254";

function policy(kind: KindName, spec: unknown): { kind: KindName; object: AnyObject } {
  return { kind, object: normalise(kind, { kind, metadata: { name: "a" }, spec }) as AnyObject };
}

/** An address as a number, written once more. */
function numberOf(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function holds(block: string, address: string): boolean {
  const [start = "", length = ""] = block.split("/");
  const size = 2 ** (32 - Number(length));
  return Math.floor(numberOf(start) / size) === Math.floor(numberOf(address) / size);
}

const BLOCKS = [
  "0.0.0.0/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "128.0.0.0/2",
  "192.0.0.0/2",
  "169.254.0.0/16",
  `${METADATA}/32`,
];
const EDGES = [
  "0.0.0.0",
  "127.255.255.255",
  "128.0.0.0",
  "191.255.255.255",
  "192.0.0.0",
  "255.255.255.255",
  METADATA,
];

describe("publicBlocks", () => {
  it("agrees with asking for each address", () => {
    const block = fc.record({
      cidr: fc.constantFrom(...BLOCKS),
      except: fc.array(fc.constantFrom("10.0.0.0/8", "169.254.0.0/16", `${METADATA}/32`), { maxLength: 2 }),
    });
    const ports = fc.constantFrom([], [{ port: 80 }], [{ port: 443 }], [{ port: 1, endPort: 99 }], [{}]);
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), ports, (blocks, written) => {
        const to = blocks.map((ipBlock) => ({ ipBlock }));
        const spec = { policyTypes: ["Egress"], egress: [{ to, ports: written }] };
        const [found] = publicBlocks(policy("NetworkPolicy", spec));
        const whole = blocks.filter(({ except }) => except.length === 0);
        const isEveryPort = written.length === 0;
        const isAll = EDGES.every((address) => whole.some(({ cidr }) => holds(cidr, address)));
        const isMetadata =
          (isEveryPort || !JSON.stringify(written).includes("443")) &&
          blocks.some(
            ({ cidr, except }) => holds(cidr, METADATA) && !except.some((part) => holds(part, METADATA)),
          );
        const isLeftToOthers = isEveryPort && whole.some(({ cidr }) => cidr === "0.0.0.0/0");
        const expected = isLeftToOthers
          ? undefined
          : isAll
            ? "everything"
            : isMetadata
              ? "metadata"
              : undefined;
        expect(found?.id).toBe(expected);
        if (found) expect(found.metadata !== undefined).toBe(isMetadata);
      }),
    );
  });

  it("bears every value", () => {
    const keys = fc.constantFrom(
      ...[
        "ingress",
        "egress",
        "egressDeny",
        "from",
        "to",
        "ipBlock",
        "cidr",
        "except",
        "ports",
        "nodeSelector",
      ],
      ...["toCIDR", "toCIDRSet", "toEntities", "toPorts", "fromEntities", "rules", "port", "protocol"],
      ...["action", "source", "destination", "nets", "notNets", "networks", "portNumber", "protocols", "tcp"],
      "__proto__",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 7 },
        fc.constantFrom<unknown>(
          "0.0.0.0/0",
          "::/0",
          "world",
          "Allow",
          "Deny",
          "80",
          80,
          null,
          true,
          Number.NaN,
        ),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...NETWORK_POLICY_KINDS), value, (kind, spec) => {
        for (const { at } of publicBlocks(policy(kind, spec))) expect(at[0]).toBe("spec");
        deniesMetadata(policy(kind, spec));
      }),
    );
  });

  it.each<[boolean, KindName, unknown]>([
    [true, "CiliumClusterwideNetworkPolicy", { egressDeny: [{ toCIDR: [`${METADATA}/32`] }] }],
    [false, "CiliumClusterwideNetworkPolicy", { egressDeny: [{ toEntities: ["world"] }] }],
    [
      false,
      "CiliumNetworkPolicy",
      { egressDeny: [{ toCIDR: [`${METADATA}/32`], toPorts: [{ ports: [{ port: "443" }] }] }] },
    ],
    [
      true,
      "GlobalNetworkPolicy",
      { egress: [{ action: "Deny", destination: { nets: ["169.254.0.0/16"] } }] },
    ],
    [
      false,
      "GlobalNetworkPolicy",
      { egress: [{ action: "Allow", destination: { nets: ["169.254.0.0/16"] } }] },
    ],
    [true, "AdminNetworkPolicy", { egress: [{ action: "Deny", to: [{ networks: [`${METADATA}/32`] }] }] }],
    [
      false,
      "BaselineAdminNetworkPolicy",
      { egress: [{ action: "Deny", to: [{ networks: [`${METADATA}/32`] }] }] },
    ],
    [
      false,
      "ClusterNetworkPolicy",
      { tier: "Baseline", egress: [{ action: "Deny", to: [{ networks: [`${METADATA}/32`] }] }] },
    ],
    [
      true,
      "ClusterNetworkPolicy",
      {
        tier: "Admin",
        egress: [
          {
            action: "Deny",
            to: [{ networks: [`${METADATA}/32`] }],
            protocols: [{ tcp: { destinationPort: { number: 80 } } }],
          },
        ],
      },
    ],
  ])("says %s of whether a %s denies the metadata service", (expected, kind, spec) => {
    expect(deniesMetadata(policy(kind, spec))).toBe(expected);
  });
});
