import fc from "fast-check";
import { expect, it } from "vitest";
import {
  hostOf,
  integer,
  isLoopback,
  isReachable,
  isWeakCipher,
  seconds,
} from "../../../../lib/kubernetes/components/flags/flag-values.js";

it.each([
  ["0", 0],
  ["0s", 0],
  ["5m", 300],
  ["1h30m", 5400],
  ["1.5h", 5400],
  ["300ms", 0.3],
  ["-2s", -2],
  ["5", undefined],
  ["", undefined],
  ["m", undefined],
  ["5m ", undefined],
  ["1d", undefined],
] as const)("reads the duration '%s' as %s seconds", (text, expected) => {
  if (expected === undefined) expect(seconds(text)).toBeUndefined();
  else expect(seconds(text)).toBeCloseTo(expected);
});

it("reads every duration that Go writes", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(59), fc.nat(59), (hours, minutes, rest) => {
      expect(seconds(`${hours}h${minutes}m${rest}s`)).toBe(hours * 3600 + minutes * 60 + rest);
    }),
  );
});

it.each([
  ["127.0.0.1:10249", "127.0.0.1"],
  ["0.0.0.0", "0.0.0.0"],
  ["[::]:10249", "::"],
  ["::", "::"],
  ["fd00::1", "fd00::1"],
  [":10249", ""],
  ["https://etcd.example:2379/path", "etcd.example"],
  ["http://[::1]:2379", "::1"],
])("takes from '%s' the host '%s'", (address, host) => {
  expect(hostOf(address)).toBe(host);
});

it("knows what only its own machine can reach", () => {
  for (const own of ["127.0.0.1", "127.1.2.3:80", "localhost:80", "::1", "[::1]:80", "0:0:0:0:0:0:0:1"]) {
    expect([own, isLoopback(own), isReachable(own)]).toEqual([own, true, false]);
  }
  for (const other of ["0.0.0.0", "::", "[::]:80", "10.0.0.1:80", "1.127.0.0", "127.example.org"]) {
    expect([other, isReachable(other)]).toEqual([other, true]);
  }
  expect(isReachable("")).toBe(false);
});

it("knows the ciphers with RC4, 3DES and CBC", () => {
  const weak = [
    "TLS_RSA_WITH_RC4_128_SHA",
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
    "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
    "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
  ];
  const strong = [
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  ];
  expect(weak.filter((suite) => !isWeakCipher(suite))).toEqual([]);
  expect(strong.filter(isWeakCipher)).toEqual([]);
});

it("reads whole numbers only", () => {
  expect(["1", "-1", "+1", "1.5", "", "1e3", "0x10", " 1", "1".repeat(400), undefined].map(integer)).toEqual([
    1,
    -1,
    1,
    ...Array.from({ length: 7 }, () => undefined),
  ]);
});

it("reads any text without failing", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      seconds(text);
      hostOf(text);
      isReachable(text);
      isWeakCipher(text);
    }),
  );
});
