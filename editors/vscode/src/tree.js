// How a prompt is read: which prompt of a document is meant, and its tree as `promptlint parse` prints it. Nothing here
// needs VS Code.
"use strict";

const path = require("node:path");
const { run } = require("./program.js");

/**
 * @typedef {{ program: string, cwd?: string }} Caller
 * @typedef {{ path: string, line: number, text: string }} Prompt the line counts from 1
 */

/**
 * Return the tree of the prompt that is at a line of a document, or of `selection` where that is not empty.
 *
 * @param {Caller} caller
 * @param {{ name: string, text: string, line: number, selection: string }} document `line` counts from 1
 * @returns {Promise<{ prompt: string, tree: string } | null>} `null` where no prompt is at that line
 */
async function treeAt(caller, { name, text, line, selection }) {
  const prompt = selection.trim() ? selection : promptAt(await promptsOf(caller, name, text), line);
  if (prompt === null) return null;
  const printed = await run(caller.program, ["parse", "-p", prompt], { cwd: caller.cwd });
  return { prompt, tree: printed.slice(printed.indexOf("\n") + 1) }; // the first line says where it is
}

/**
 * Return the prompts of a document, in order.
 *
 * @param {Caller} caller
 * @param {string} name
 * @param {string} text
 * @returns {Promise<Prompt[]>}
 */
async function promptsOf({ program, cwd }, name, text) {
  const args = ["parse", "-", "--stdin-filename", name, "--output-format", "json"];
  return JSON.parse(await run(program, args, { input: text, cwd })).prompts;
}

/**
 * Return the text of the last prompt that begins at or before a line.
 *
 * @param {readonly Prompt[]} prompts
 * @param {number} line
 */
function promptAt(prompts, line) {
  return prompts.filter((each) => each.line <= line).at(-1)?.text ?? null;
}

/**
 * Return the page that is shown: the prompt, then its tree.
 *
 * @param {{ prompt: string, tree: string } | null} read
 * @param {string} name
 */
function page(read, name) {
  return read ? `${read.prompt}\n\n${read.tree}` : `No prompt at the cursor in ${path.basename(name)}.\n`;
}

module.exports = { page, promptAt, promptsOf, treeAt };
