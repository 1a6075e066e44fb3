// As much of VS Code's interface as the extension and its language client use, in memory: documents that tests open, and
// what extensions register. The client, the protocol and the server behind it are the real ones.
"use strict";

const path = require("node:path");
const { pathToFileURL, fileURLToPath } = require("node:url");

class Position {
  constructor(line, character) { this.line = line; this.character = character; }
}

class Range {
  constructor(start, end, endLine, endCharacter) {
    this.start = endLine === undefined ? start : new Position(start, end);
    this.end = endLine === undefined ? end : new Position(endLine, endCharacter);
  }
}

class Uri {
  constructor(text) { this.text = text; this.scheme = text.slice(0, text.indexOf(":")); this.path = decodeURIComponent(text.slice(this.scheme.length + 1)); }
  static parse(text) { return new Uri(text); }
  static file(name) { return new Uri(pathToFileURL(name).href); }
  static from({ scheme, path: at }) { return new Uri(`${scheme}:${at}`); }
  get fsPath() { return this.scheme === "file" ? fileURLToPath(this.text) : this.path; }
  toString() { return this.text; }
}

class Disposable {
  constructor(dispose = () => {}) { this.dispose = dispose; }
  static from(...all) { return new Disposable(() => all.forEach((each) => each.dispose())); }
}

class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self) => {
      const bound = listener.bind(self);
      this.listeners.add(bound);
      return new Disposable(() => this.listeners.delete(bound));
    };
  }
  async fire(value) { for (const each of [...this.listeners]) await each(value); }
  dispose() { this.listeners.clear(); }
}

class Diagnostic {
  constructor(range, message, severity) { Object.assign(this, { range, message, severity }); }
}

class CodeAction {
  constructor(title, kind) { Object.assign(this, { title, kind }); }
}

class CodeActionKind {
  constructor(value) { this.value = value; }
  append(part) { return new CodeActionKind(this.value ? `${this.value}.${part}` : part); }
}
Object.assign(CodeActionKind, { Empty: new CodeActionKind(""), QuickFix: new CodeActionKind("quickfix"), Refactor: new CodeActionKind("refactor") });

class TextEdit {
  constructor(range, newText) { Object.assign(this, { range, newText }); }
}

class WorkspaceEdit {
  constructor() { this.made = []; }
  set(uri, edits) { this.made.push([uri.toString(), edits.map((each) => (Array.isArray(each) ? each[0] : each))]); }
  entries() { return this.made; }
}

class CancellationTokenSource {
  constructor() { this.token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() }; }
  cancel() {}
  dispose() {}
}

class Document {
  constructor(uri, languageId, text) { Object.assign(this, { uri, languageId, text, version: 1, isClosed: false, isUntitled: uri.scheme === "untitled" }); }
  get fileName() { return this.uri.fsPath; }
  getText(range) { return range ? this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end)) : this.text; }
  offsetAt({ line, character }) { return this.text.split("\n").slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character; }
  /** The text after edits of it. */
  edited(edits) {
    const last = [...edits].sort((a, b) => this.offsetAt(b.range.start) - this.offsetAt(a.range.start));
    return last.reduce((text, { range, newText }) => text.slice(0, this.offsetAt(range.start)) + newText + text.slice(this.offsetAt(range.end)), this.text);
  }
}

/** An editor in which `settings` hold; `state` is what the extension did to it. */
function makeVscode(settings, folder) {
  const opened = new EventEmitter(), configured = new EventEmitter();
  const state = { diagnostics: new Map(), published: new EventEmitter(), commands: new Map(), providers: {}, messages: [], logged: [], shown: [] };
  const quiet = { activeTextEditor: undefined };
  const nothing = () => () => new Disposable(); // an event that never comes, or a registration that does not matter

  const register = (kind) => (selector, provider) => {
    (state.providers[kind] ??= []).push({ selector: [selector].flat(), provider });
    return new Disposable(() => { state.providers[kind] = state.providers[kind].filter((each) => each.provider !== provider); });
  };
  const filled = (own, otherwise) => new Proxy(own, { get: (target, name) => (name in target ? target[name] : otherwise(name)) });

  const workspace = filled({
    textDocuments: [], notebookDocuments: [], isTrusted: true, workspaceFolders: [{ uri: Uri.file(folder), name: path.basename(folder), index: 0 }],
    onDidOpenTextDocument: opened.event, onDidChangeConfiguration: configured.event,
    getConfiguration: () => ({ get: (name, otherwise) => settings[name] ?? otherwise }),
    getWorkspaceFolder: () => workspace.workspaceFolders[0],
    registerTextDocumentContentProvider: (scheme, provider) => { state.providers[scheme] = provider; return new Disposable(); },
    openTextDocument: async (uri) => new Document(uri, "plaintext", state.providers[uri.scheme].provideTextDocumentContent(uri)),
    createFileSystemWatcher: () => ({ onDidCreate: nothing(), onDidChange: nothing(), onDidDelete: nothing(), dispose() {} }),
  }, nothing);
  const languages = filled({
    match: (selector, document) => Number([selector].flat().some((each) => matches(each, document))),
    createDiagnosticCollection: () => ({
      set: (uri, all) => { state.diagnostics.set(uri.toString(), all); state.published.fire(uri); },
      delete: (uri) => state.diagnostics.delete(uri.toString()), clear: () => state.diagnostics.clear(), dispose: () => state.diagnostics.clear(),
    }),
    registerCodeActionsProvider: register("actions"),
    registerDocumentFormattingEditProvider: register("formatting"),
  }, nothing);
  const window = filled(Object.assign(quiet, {
    visibleTextEditors: [], tabGroups: { all: [], onDidChangeTabs: nothing() },
    createOutputChannel: () => ({ append: (text) => state.logged.push(text), appendLine: (text) => state.logged.push(text), show() {}, dispose() {} }),
    showErrorMessage: async (message) => { state.messages.push(message); },
    showTextDocument: async (document) => { state.shown.push(document.getText()); },
  }), nothing);
  const commands = { registerCommand: (name, act) => { state.commands.set(name, act); return new Disposable(() => state.commands.delete(name)); }, executeCommand: async (name, ...rest) => state.commands.get(name)?.(...rest) };

  const api = {
    Position, Range, Uri, Disposable, EventEmitter, Diagnostic, CodeAction, CodeActionKind, TextEdit, WorkspaceEdit, CancellationTokenSource,
    workspace, languages, window, commands, version: "1.82.0",
    env: { appName: "tests", language: "en" }, DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 }, ViewColumn: { Beside: -2 },
    CancellationError: class extends Error {},
  };
  return {
    vscode: filled(api, () => class {}), // what else the client subclasses
    state,
    /** Open a document, as a user does; the client sends it to the server. */
    async open(name, languageId, text) {
      const document = new Document(Uri.file(path.join(folder, name)), languageId, text);
      workspace.textDocuments.push(document);
      await opened.fire(document);
      return document;
    },
    /** Change settings, as a user does. */
    async configure(changed) {
      Object.assign(settings, changed);
      await configured.fire({ affectsConfiguration: (name) => Object.keys(changed).some((each) => name === `promptlint.${each}`) });
    },
    focus(document, range) { window.activeTextEditor = { document, selection: { ...range, active: range.end } }; },
    provider: (kind, document) => state.providers[kind]?.find(({ selector }) => languages.match(selector, document))?.provider,
  };
}

function matches({ scheme, language, pattern }, document) {
  const extensions = pattern?.match(/\{(.+)\}$/)[1].split(",");
  return (!scheme || scheme === document.uri.scheme) && (!language || language === document.languageId) && (!extensions || extensions.includes(path.extname(document.fileName).slice(1)));
}

module.exports = { Position, Range, makeVscode };
