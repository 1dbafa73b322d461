// What a worker of the tests loads before any of them: a module of Node that is first loaded while a test has no stack
// left, or the disk in its hand, stays half loaded for all that come after.
import "node:https";
