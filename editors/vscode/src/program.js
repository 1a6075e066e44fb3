// Where promptlint is, and how it is called. Nothing here needs VS Code.
"use strict";

const { execFile } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const WINDOWS = process.platform === "win32";
const INSTALL = "pip install 'midjourney-promptlint[lsp]'";
const TIMEOUT = 20_000; // milliseconds
const MAX_OUTPUT = 64 * 1024 * 1024; // bytes

/**
 * Return the program to run: the path from the settings, else that of a virtual environment of the workspace, else the one
 * that `PATH` names, which is looked up now so that a missing one is reported as such.
 *
 * @param {{ path: string, folders: readonly string[], trusted: boolean, variables?: NodeJS.ProcessEnv }} where
 *   `path` as the user wrote it: `~` is the home directory, a relative path is one of the first folder
 * @returns {string | null} `null` where there is none
 */
function findProgram({ path: written, folders, trusted, variables = process.env }) {
  if (written) {
    const home = written.replace(/^~(?=[\\/]|$)/, variables.HOME ?? variables.USERPROFILE ?? "~");
    const found = path.resolve(folders[0] ?? ".", home);
    return isFile(found) ? found : null;
  }
  const names = WINDOWS ? ["promptlint.exe"] : ["promptlint"];
  // A program that lies in the workspace runs only where its user trusts the workspace.
  const environments = trusted ? folders.flatMap((folder) => [".venv", "venv"].map((name) => path.join(folder, name, WINDOWS ? "Scripts" : "bin"))) : [];
  const directories = [...environments, ...(variables.PATH ?? "").split(path.delimiter).filter(path.isAbsolute)];
  return directories.flatMap((directory) => names.map((name) => path.join(directory, name))).find(isFile) ?? null;
}

/** @param {string} file */
function isFile(file) {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Run promptlint once and return what it writes to standard output.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ input?: string, cwd?: string }} [options]
 * @returns {Promise<string>} rejects with what it wrote to standard error
 */
function run(program, args, { input = "", cwd } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout: TIMEOUT, maxBuffer: MAX_OUTPUT, env: { ...process.env, NO_COLOR: "1", PYTHONUTF8: "1" } };
    const child = execFile(program, args, options, (error, stdout, stderr) => (error ? reject(new Error(stderr.trim() || error.message)) : resolve(stdout)));
    child.stdin?.on("error", () => {}); // it ended before it read all: its exit status says why
    child.stdin?.end(input);
  });
}

/**
 * Return why the program cannot serve, or `null` where it can: a server whose input is empty ends at once.
 *
 * The client would start a server that ends again and again, and report what the connection says of it.
 *
 * @param {string} program
 */
async function whyItCannotServe(program) {
  try {
    await run(program, ["lsp"]);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

module.exports = { INSTALL, findProgram, run, whyItCannotServe };
