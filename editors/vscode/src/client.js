// The language client: which documents go to the server, and which of its offers VS Code takes.
"use strict";

const { LanguageClient } = require("vscode-languageclient/node");

/** Names of files that have no language in VS Code itself. */
const FILES = "**/*.{prompt,prompts,mj,jsonl,ndjson,csv,tsv,tab}";

/** Other formats have formatters that VS Code would ask to choose from; there, one prompt is formatted by a code action. */
const FORMATTED = [{ language: "midjourney" }, { pattern: FILES }];

/** The client of `promptlint lsp`; `start()` starts both. */
class Client extends LanguageClient {
  /**
   * @param {string} program
   * @param {{ languages: readonly string[], checkLinks: boolean }} settings
   * @param {import("vscode").OutputChannel} channel
   */
  constructor(program, settings, channel) {
    super(
      "promptlint",
      "promptlint",
      { command: program, args: ["lsp"] },
      {
        documentSelector: selectorOf(settings.languages),
        initializationOptions: { links: settings.checkLinks },
        outputChannel: channel,
      },
    );
    const formatting = this.getFeature("textDocument/formatting");
    const initialize = formatting.initialize.bind(formatting);
    formatting.initialize = (capabilities) => initialize(capabilities, FORMATTED);
  }
}

/**
 * Return what the server is sent: files and unsaved documents of these languages, and files by name.
 *
 * @param {readonly string[]} languages
 */
function selectorOf(languages) {
  const schemes = ["file", "untitled"];
  return [...languages.flatMap((language) => schemes.map((scheme) => ({ scheme, language }))), { scheme: "file", pattern: FILES }];
}

module.exports = { Client, selectorOf };
