import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { Interruption } from "../../../lib/fetch/git/interruption.js";

/** A process that notes by which signals it has ended. */
class TestProcess extends EventEmitter {
  readonly pid = 7;
  readonly ended: string[] = [];

  kill(pid: number, signal: string): void {
    this.ended.push(`${pid} ${signal}`);
  }

  get waiting(): number {
    return this.eventNames().reduce((sum, name) => sum + this.listenerCount(name), 0);
  }
}

describe("an interruption", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"])(
    "by %s ends what runs, the last first, and then the process",
    (signal) => {
      const process = new TestProcess();
      const interruption = new Interruption(process);
      const done: string[] = [];
      interruption.first(() => done.push("directory"));
      interruption.first(() => done.push("git"));
      interruption.first(() => done.push("over"))();
      process.emit(signal, signal);
      expect([done, process.ended, process.waiting]).toEqual([["git", "directory"], [`7 ${signal}`], 0]);
    },
  );

  test("is listened for only while something runs", () => {
    const process = new TestProcess();
    const takeBack = new Interruption(process).first(() => undefined);
    expect(process.waiting).toBe(3);
    takeBack();
    expect(process.waiting).toBe(0);
  });
});
