-- What somebody does in Neovim 0.7 or later, step by step; each step prints what the editor then shows.
-- nvim --headless -u NONE -l cannot be used: Debian's Neovim has no -l yet.  nvim --headless -u NONE -S session.lua FILE

local command = vim.split(vim.env.PROMPTLINT, " ")

local function say(step, text) io.stdout:write("== " .. step .. "\n" .. text .. "\n") end

local function lines() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") end

local function findings()
  local shown = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local severity = vim.diagnostic.severity[each.severity]
    table.insert(shown, ("%d:%d %s %s %s"):format(each.lnum + 1, each.col + 1, severity, each.code or "", each.message))
  end
  return table.concat(shown, "\n")
end

local function ask(method, params) -- the answer of the server
  local answers = vim.lsp.buf_request_sync(0, method, params, 5000)
  for _, answer in pairs(answers or {}) do return answer.result end
end

local function run()
  local client = vim.lsp.start_client({ name = "promptlint", cmd = command, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(0, client)
  vim.wait(15000, function() return #vim.diagnostic.get(0) > 0 end, 20)
  say("open", lines())
  say("findings", findings())

  vim.api.nvim_win_set_cursor(0, { 1, 26 })
  local hover = ask("textDocument/hover", vim.lsp.util.make_position_params())
  say("hover over --chaos", hover and hover.contents.value or "nothing")

  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = {}, only = { "source.fixAll" } }
  local actions = ask("textDocument/codeAction", params)
  say("action", actions[1].title)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  vim.wait(5000, function() return #vim.diagnostic.get(0) < 2 end, 20)
  say("after it", lines())
  say("findings", findings())

  vim.api.nvim_buf_set_lines(0, 1, 2, false, { "ein Fuchs 🦊 im Schnee --v 7 --st" })
  vim.bo.omnifunc = "v:lua.vim.lsp.omnifunc"
  vim.api.nvim_win_set_cursor(0, { 2, 0 })
  local offered = ask("textDocument/completion", {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = 1, character = #"ein Fuchs " + 2 + #" im Schnee --v 7 --st" },
  })
  local names = {}
  for _, item in ipairs(offered.items) do
    if vim.startswith(item.label, "--st") then table.insert(names, item.label .. "  " .. item.detail) end
  end
  say("completion of --st", table.concat(names, "\n"))
  vim.lsp.stop_client(client)
end

local ok, problem = pcall(run)
if not ok then say("failed", tostring(problem)) end
vim.cmd("qall!")
