import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certificateIdentity } from "../../../lib/kubernetes/kubeconfig/certificate.js";
import { ADA, KEY, MASTERS, NAMELESS, TWO_NAMES } from "./certificates.js";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const pem = (data: string) => Buffer.from(data, "base64").toString();

describe("certificateIdentity", () => {
  it.each([
    ["a user and a group", MASTERS, { user: "kubernetes-admin", groups: ["system:masters"] }],
    ["several groups", ADA, { user: "ada", groups: ["dev", "ops"] }],
    ["no group, and the last of two names", TWO_NAMES, { user: "eve", groups: [] }],
    ["the first of a chain", base64(pem(ADA) + pem(MASTERS)), { user: "ada", groups: ["dev", "ops"] }],
    [
      "a key and words before it",
      base64(`Bag Attributes\n${pem(KEY)}${pem(ADA)}`),
      { user: "ada", groups: ["dev", "ops"] },
    ],
  ])("reads %s", (_, data, identity) => {
    expect(certificateIdentity(data)).toEqual({ ...identity, until: "2126-11-04" });
  });

  it.each([
    ["no text", 7],
    ["nothing", undefined],
    ["no base64", "{{ certificate }}"],
    ["no certificate", KEY],
    [
      "a broken certificate",
      base64(pem(ADA).replace("A", "B").slice(0, 300) + "\n-----END CERTIFICATE-----"),
    ],
    ["an open certificate", base64("-----BEGIN CERTIFICATE-----\nAAAA")],
    ["a certificate of nobody", NAMELESS],
    ["a text that is too long", MASTERS + "A".repeat(100_000)],
  ])("is silent on %s", (_, data) => {
    expect(certificateIdentity(data)).toBeUndefined();
  });

  it("never throws", () => {
    const text = pem(ADA);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), fc.string(), (at, length, put) => {
        certificateIdentity(base64(text.slice(0, at) + put + text.slice(at + length)));
      }),
    );
  });
});
