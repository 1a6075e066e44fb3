// Where promptlint is looked for, and the prompt that is meant.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, describe, it } = require("node:test");
const { findProgram, run } = require("../src/program.js");
const { page, promptAt } = require("../src/tree.js");

const NAME = process.platform === "win32" ? "promptlint.exe" : "promptlint";
const BIN = process.platform === "win32" ? "Scripts" : "bin";
const root = fs.mkdtempSync(path.join(os.tmpdir(), "promptlint-program-"));

/** Make an empty program. */
function made(...parts) {
  const file = path.join(root, ...parts);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "");
  return file;
}

describe("findProgram", () => {
  after(() => fs.rmSync(root, { recursive: true }));
  const own = made("project", ".venv", BIN, NAME);
  const older = made("second", "venv", BIN, NAME);
  const global = made("usr", NAME);
  const folders = [path.join(root, "project"), path.join(root, "second")];
  const variables = { PATH: [path.join(root, "empty"), path.dirname(global)].join(path.delimiter), HOME: root };

  const CASES = [
    ["the environment of the first folder", { path: "", folders, trusted: true }, own],
    ["the environment of another folder", { path: "", folders: folders.slice(1), trusted: true }, older],
    ["PATH where no environment has one", { path: "", folders: [root], trusted: true }, global],
    ["PATH where the workspace is not trusted", { path: "", folders, trusted: false }, global],
    ["the path of the settings", { path: global, folders, trusted: true }, global],
    ["a path from home", { path: `~/usr/${NAME}`, folders: [], trusted: true }, global],
    ["a path from the workspace", { path: `venv/${BIN}/${NAME}`, folders: folders.slice(1), trusted: true }, older],
    ["nothing where the path of the settings is wrong", { path: path.join(root, "usr"), folders, trusted: true }, null],
  ];
  for (const [what, where, expected] of CASES) it(`takes ${what}`, () => assert.equal(findProgram({ ...where, variables }), expected));

  it("never takes a relative directory of PATH, which is the workspace's", () => {
    assert.equal(findProgram({ path: "", folders: [], trusted: true, variables: { PATH: ["", ".", "usr"].join(path.delimiter) } }), null);
  });
});

describe("run", () => {
  it("gives input and returns output", async () => {
    assert.equal(await run(process.execPath, ["-e", "process.stdin.pipe(process.stdout)"], { input: "é 🦊" }), "é 🦊");
  });

  it("rejects with what was written to standard error", async () => {
    await assert.rejects(run(process.execPath, ["-e", "console.error('no such command'); process.exit(2)"]), { message: "no such command" });
  });
});

describe("promptAt", () => {
  const prompts = [{ path: "-", line: 3, text: "a" }, { path: "-", line: 5, text: "b" }];
  for (const [line, expected] of [[1, null], [3, "a"], [4, "a"], [5, "b"], [99, "b"]]) it(`is ${expected} at line ${line}`, () => assert.equal(promptAt(prompts, line), expected));

  it("makes a page of a tree, and one of none", () => {
    assert.equal(page({ prompt: "a cat", tree: "start 0:5\n" }, "/x/a.md"), "a cat\n\nstart 0:5\n");
    assert.equal(page(null, "/x/a.md"), "No prompt at the cursor in a.md.\n");
  });
});
