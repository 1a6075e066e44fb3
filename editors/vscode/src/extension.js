// The extension: starts the server, follows the settings, and has the commands.
"use strict";

const vscode = require("vscode");
const { Client } = require("./client.js");
const { INSTALL, findProgram, whyItCannotServe } = require("./program.js");
const { page, treeAt } = require("./tree.js");

const SCHEME = "promptlint-tree";
const INSTALLING = "https://promptlint.github.io/midjourney-promptlint/editors/#vs-code";

/** Settings that restart the server. */
const RESTARTING = ["promptlint.path", "promptlint.languages", "promptlint.checkLinks"];

/** @type {Client | null} */
let client = null;
/** Starts and stops one after the other, so that two restarts leave one server. @type {Promise<void>} */
let turn = Promise.resolve();

/** @param {vscode.ExtensionContext} context */
function activate(context) {
  const channel = vscode.window.createOutputChannel("promptlint");
  const trees = new Trees();
  const again = () => inTurn(async () => { await stop(); await start(channel); });
  context.subscriptions.push(
    channel,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, trees),
    vscode.commands.registerCommand("promptlint.restart", again),
    vscode.commands.registerCommand("promptlint.showOutput", () => channel.show()),
    vscode.commands.registerCommand("promptlint.showTree", () => showTree(trees)),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    vscode.workspace.onDidChangeConfiguration((event) => (RESTARTING.some((name) => event.affectsConfiguration(name)) ? again() : undefined)),
  );
  return inTurn(() => start(channel));
}

function deactivate() {
  return inTurn(stop);
}

/** @param {() => Promise<void>} step */
function inTurn(step) {
  turn = turn.catch(() => {}).then(step);
  return turn;
}

/** @param {vscode.OutputChannel} channel */
async function start(channel) {
  const program = programOf();
  if (program === null) {
    complain(); // not awaited: it stays until the user answers
    return;
  }
  const settings = vscode.workspace.getConfiguration("promptlint");
  const why = await whyItCannotServe(program);
  if (why !== null) {
    failed(channel, `${program} lsp: ${why}`); // not awaited either
    return;
  }
  client = new Client(program, { languages: settings.get("languages", []), checkLinks: settings.get("checkLinks", true) }, channel);
  await client.start();
}

/**
 * @param {vscode.OutputChannel} channel
 * @param {string} why
 */
async function failed(channel, why) {
  channel.appendLine(why);
  const answer = await vscode.window.showErrorMessage(`The promptlint language server did not start. ${why}`, "Show output", "How to install");
  if (answer === "Show output") channel.show();
  if (answer === "How to install") await vscode.env.openExternal(vscode.Uri.parse(INSTALLING));
}

async function stop() {
  const running = client;
  client = null;
  await running?.dispose();
}

function programOf() {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file").map((folder) => folder.uri.fsPath);
  const path = vscode.workspace.getConfiguration("promptlint").get("path", "").trim();
  return findProgram({ path, folders, trusted: vscode.workspace.isTrusted });
}

async function complain() {
  const path = vscode.workspace.getConfiguration("promptlint").get("path", "").trim();
  const message = path ? `There is no promptlint at ${path} (setting promptlint.path).` : `promptlint was not found. Install it with: ${INSTALL}`;
  const answer = await vscode.window.showErrorMessage(message, "How to install", "Open settings");
  if (answer === "How to install") await vscode.env.openExternal(vscode.Uri.parse(INSTALLING));
  if (answer === "Open settings") await vscode.commands.executeCommand("workbench.action.openSettings", "promptlint.path");
}

// ── syntax tree ──

/** Read-only pages with trees. @implements {vscode.TextDocumentContentProvider} */
class Trees {
  constructor() {
    /** @type {Map<string, string>} */
    this.pages = new Map();
    this.changed = new vscode.EventEmitter();
    this.onDidChange = this.changed.event;
  }

  /** @param {vscode.Uri} uri */
  provideTextDocumentContent(uri) {
    return this.pages.get(uri.toString()) ?? "";
  }

  /**
   * @param {vscode.Uri} uri
   * @param {string} text
   */
  put(uri, text) {
    this.pages.set(uri.toString(), text);
    this.changed.fire(uri);
  }
}

/** @param {Trees} trees */
async function showTree(trees) {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const program = programOf();
  if (program === null) {
    await complain();
    return;
  }
  const { document, selection } = editor;
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const name = document.isUntitled ? `${document.fileName}.prompt` : document.fileName;
  try {
    const read = await treeAt(
      { program, cwd: folder?.uri.scheme === "file" ? folder.uri.fsPath : undefined },
      { name, text: document.getText(), line: selection.active.line + 1, selection: document.getText(selection) },
    );
    const uri = vscode.Uri.from({ scheme: SCHEME, path: "/Syntax tree" });
    trees.put(uri, page(read, name));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  } catch (error) {
    vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

module.exports = { activate, deactivate };
