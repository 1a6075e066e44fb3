// The extension against the real language server: what VS Code is told, and what its commands do.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");
const { after, before, describe, it } = require("node:test");
const { Position, Range, makeVscode } = require("./vscode.js");

const PROGRAM = process.env.PROMPTLINT ?? "";
const GLUED = "🦊 a fox in the snow --ar16:9 --v 7\n";
const FIXED = "🦊 a fox in the snow --ar 16:9 --v 7\n";
const LINES = ["midjourney", "markdown", "json"];


const folder = fs.mkdtempSync(path.join(os.tmpdir(), "promptlint-vscode-"));
const editor = makeVscode({ path: PROGRAM, languages: LINES, checkLinks: false }, folder);
const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? editor.vscode : load(name, ...rest));
const bundle = path.join(__dirname, "..", "dist", "extension.js"); // what is in the package, not its sources
const extension = require(bundle);

const context = { subscriptions: [] };

/** Open a document and wait for its findings. */
async function opened(name, language, text) {
  const published = new Promise((resolve) => {
    const listening = editor.state.published.event((uri) => { if (uri.fsPath.endsWith(name)) { listening.dispose(); resolve(); } });
  });
  const document = await editor.open(name, language, text);
  await published;
  return [document, editor.state.diagnostics.get(document.uri.toString())];
}

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };

describe("the extension", { timeout: 60_000 }, () => {
  before(() => extension.activate(context));
  after(async () => {
    await extension.deactivate();
    fs.rmSync(folder, { recursive: true });
  });

  it("starts the server and says nothing else", () => {
    assert.deepEqual(editor.state.messages, []);
    assert.deepEqual([...editor.state.commands.keys()].filter((name) => name.startsWith("promptlint.")), ["promptlint.restart", "promptlint.showOutput", "promptlint.showTree"]);
  });

  it("shows a finding under its text, in UTF-16 units", async () => {
    const [document, [finding, ...others]] = await opened("glued.prompt", "midjourney", GLUED);
    assert.deepEqual(others, []);
    assert.equal(document.getText(finding.range), "--ar16:9");
    assert.equal(finding.code.value, "MJ005");
    assert.match(finding.code.target.toString(), /^https:\/\/.*glued-value/);
    assert.equal(finding.severity, editor.vscode.DiagnosticSeverity.Error);
    assert.equal(finding.source, "promptlint");
  });

  it("offers a quick fix that mends it", async () => {
    const [document, [finding]] = await opened("fix.prompt", "midjourney", GLUED);
    const provider = editor.provider("actions", document);
    const actions = await provider.provideCodeActions(document, finding.range, { diagnostics: [finding], only: undefined, triggerKind: 1 }, token);
    const fix = actions.find((each) => each.isPreferred);
    assert.equal(fix.kind.value, "quickfix");
    assert.match(fix.title, /--ar 16:9/);
    const [[uri, edits]] = fix.edit.entries();
    assert.equal(uri, document.uri.toString());
    assert.equal(document.edited(edits), FIXED);
  });

  it("formats a document of prompts", async () => {
    const [document] = await opened("format.prompt", "midjourney", "a fox in the snow   --v 7 --aspect 16:9\na cat\n");
    const provider = editor.provider("formatting", document);
    const edits = await provider.provideDocumentFormattingEdits(document, { tabSize: 4, insertSpaces: true }, token);
    assert.equal(document.edited(edits), "a fox in the snow --ar 16:9 --v 7\na cat\n");
  });

  it("leaves the formatting of Markdown and JSON to their own formatters", async () => {
    for (const [name, language, text] of [["a.md", "markdown", `# Midjourney\n\n\`\`\`\n${GLUED}\`\`\`\n`], ["a.json", "json", JSON.stringify({ prompt: GLUED.trim() })]]) {
      const [document, findings] = await opened(name, language, text);
      assert.deepEqual(findings.map((each) => document.getText(each.range)), ["--ar16:9"], name);
      assert.equal(editor.provider("formatting", document), undefined);
    }
  });

  it("lints a file that VS Code has no language for by its name", async () => {
    const [document, findings] = await opened("a.jsonl", "plaintext", `${JSON.stringify({ prompt: GLUED.trim() })}\n`);
    assert.deepEqual(findings.map((each) => document.getText(each.range)), ["--ar16:9"]);
  });

  it("does not send other files", async () => {
    const document = await editor.open("notes.txt", "plaintext", GLUED);
    await opened("after.prompt", "midjourney", "a cat\n");
    assert.equal(editor.state.diagnostics.has(document.uri.toString()), false);
  });

  it("restarts the server, which reads the open documents again", async () => {
    const again = new Promise((resolve) => { const listening = editor.state.published.event((uri) => { if (uri.fsPath.endsWith("glued.prompt")) { listening.dispose(); resolve(); } }); });
    await editor.vscode.commands.executeCommand("promptlint.restart");
    await again;
    const [finding] = [...editor.state.diagnostics].find(([uri]) => uri.endsWith("glued.prompt"))[1];
    assert.equal(finding.code.value, "MJ005");
  });

  it("shows how the prompt at the cursor is read", async () => {
    const document = await editor.open("tree.md", "markdown", `# Midjourney\n\n\`\`\`\na cat --v 7\n${GLUED}\`\`\`\n`);
    const at = new Position(4, 3);
    editor.focus(document, new Range(at, at));
    await editor.vscode.commands.executeCommand("promptlint.showTree");
    assert.deepEqual(editor.state.messages, []);
    const [prompt, , ...tree] = editor.state.shown.at(-1).split("\n");
    assert.equal(prompt, GLUED.trim());
    assert.match(tree.join("\n"), /^ +start 0:34$/m);
    assert.match(tree.join("\n"), /^ +parameter 19:28$/m);
  });

  it("shows how the selected text is read", async () => {
    const document = await editor.open("note.txt", "plaintext", "Please use a dog --tile here.\n");
    editor.focus(document, new Range(0, 11, 0, 23));
    await editor.vscode.commands.executeCommand("promptlint.showTree");
    assert.equal(editor.state.shown.at(-1).split("\n")[0], "a dog --tile");
  });

  it("says so where no prompt is at the cursor", async () => {
    const document = await editor.open("none.md", "markdown", "# A heading\n");
    editor.focus(document, new Range(0, 0, 0, 0));
    await editor.vscode.commands.executeCommand("promptlint.showTree");
    assert.equal(editor.state.shown.at(-1), "No prompt at the cursor in none.md.\n");
  });

  it("says where a program that is not there was looked for", async () => {
    await editor.configure({ path: "/nowhere/promptlint" });
    assert.deepEqual(editor.state.messages.splice(0), ["There is no promptlint at /nowhere/promptlint (setting promptlint.path)."]);
  });

  it("says once that the server did not start, and why", async () => {
    const program = path.join(folder, "without-the-extra");
    fs.writeFileSync(program, "#!/bin/sh\necho the language server needs pygls >&2\nexit 2\n", { mode: 0o755 });
    await editor.configure({ path: program });
    assert.deepEqual(editor.state.messages.splice(0), [`The promptlint language server did not start. ${program} lsp: the language server needs pygls`]);
  });

  it("starts again with the next change of the settings", async () => {
    await editor.configure({ path: PROGRAM });
    const [, findings] = await opened("back.prompt", "midjourney", GLUED);
    assert.equal(findings.length, 1);
  });
});
