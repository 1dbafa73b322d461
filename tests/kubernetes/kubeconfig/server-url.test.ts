import { describe, expect, it } from "vitest";
import { parseServerUrl } from "../../../lib/kubernetes/kubeconfig/server-url.js";

describe("parseServerUrl", () => {
  it.each([
    ["https://a:6443/path", "https://a:6443/path", true, true, false],
    ["HTTPS://a", "HTTPS://a", true, true, false],
    ["http://ada:b2@a", "http://a", false, true, false],
    ["ada:b2@a:80", "a:80", false, false, false],
    ["10.0.0.1:8080", "10.0.0.1:8080", false, false, false],
    ["localhost:8080", "localhost:8080", false, false, true],
    ["http://kind.localhost", "http://kind.localhost", false, true, true],
    ["http://127.0.0.53", "http://127.0.0.53", false, true, true],
    ["http://[::1]:8001", "http://[::1]:8001", false, true, true],
    ["https://0.0.0.0:6443", "https://0.0.0.0:6443", true, true, true],
    ["http://127.example.com", "http://127.example.com", false, true, false],
  ])("reads %s", (server, shown, isEncrypted, hasScheme, isLocal) => {
    expect(parseServerUrl(server)).toEqual({ shown, isEncrypted, hasScheme, isLocal });
  });

  it.each([
    "",
    "{{ .server }}",
    "https://$SERVER",
    "unix:///run/a",
    "http://[",
    "a b",
    `http://${"a".repeat(3000)}`,
  ])("does not know %j", (server) => {
    expect(parseServerUrl(server)).toBeUndefined();
  });
});
