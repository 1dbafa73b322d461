import { describe, expect, it } from "vitest";
import { isPublicAddress, publicAddresses, type Resolve } from "../../../lib/fetch/http/addresses.js";

const PRIVATE = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.0.1",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "::ffff:7f00:1",
  "64:ff9b::7f00:1",
  "64:ff9b::808:808",
  "64:ff9b:1::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fe80::1%eth0",
  "2600::1%eth0",
  "fec0::1",
  "ff02::1",
  "localhost",
  "",
];
const PUBLIC = [
  "1.1.1.1",
  "8.8.8.8",
  "100.63.0.1",
  "100.128.0.1",
  "172.32.0.1",
  "2606:4700::1111",
  "2a00:1450::1",
];

describe("public addresses", () => {
  it("are those that the internet routes", () => {
    expect(PUBLIC.filter((address) => !isPublicAddress(address))).toEqual([]);
    expect(PRIVATE.filter((address) => isPublicAddress(address))).toEqual([]);
  });

  it("are all that a name may lead to", async () => {
    const resolve =
      (...addresses: string[]): Resolve =>
      (_, answer) =>
        answer(
          null,
          addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
        );
    await expect(publicAddresses("a.example", resolve("8.8.8.8", "2600::1"))).resolves.toEqual([
      "8.8.8.8",
      "2600::1",
    ]);
    await expect(publicAddresses("a.example", resolve("8.8.8.8", "10.0.0.1"))).rejects.toThrow(
      "it is at 10.0.0.1, a private address",
    );
    await expect(publicAddresses("[::1]", resolve())).rejects.toThrow("it is at ::1, a private address");
    await expect(publicAddresses("1.1.1.1", resolve())).resolves.toEqual(["1.1.1.1"]);
  });
});
