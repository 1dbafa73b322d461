-- Drives Neovim as a person does, and writes what is to be seen as JSON to the file that OUTPUT names.
local seen = {}
local buffer = vim.api.nvim_get_current_buf()

local function wait(what, fits)
  if not vim.wait(60000, fits, 20) then error("Nothing came of: " .. what) end
end

--- Puts the cursor on a text of the buffer.
local function go(text)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search("\\V" .. text) > 0, "There is no " .. text)
end

local ok, failure = pcall(function()
  wait("diagnostics", function() return #vim.diagnostic.get(buffer) > 0 end)
  seen.diagnostics = vim.tbl_map(function(one)
    return { one.lnum, one.col, one.end_lnum, one.end_col, one.code, one.message }
  end, vim.diagnostic.get(buffer))

  go("pod-reader")
  vim.lsp.buf.hover()
  local function float()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then return window end
    end
  end
  wait("hover", function() return float() ~= nil end)
  seen.hover = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, true)
  vim.api.nvim_win_close(float(), true)

  go("pod-reader")
  local from = vim.fn.line(".")
  vim.lsp.buf.definition()
  wait("definition", function() return vim.fn.line(".") ~= from end)
  seen.definition = { vim.fn.expand("%:t"), vim.fn.line("."), vim.fn.col(".") }

  vim.api.nvim_set_current_buf(buffer)
  go("pod-reeder")
  local before = vim.api.nvim_buf_get_changedtick(buffer)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action) return action.title:find("pod%-reader") ~= nil and action.kind == "quickfix" end,
  })
  wait("code action", function() return vim.api.nvim_buf_get_changedtick(buffer) ~= before end)
  seen.line = vim.fn.getline(9)
  wait("no diagnostics", function() return #vim.diagnostic.get(buffer) == 0 end)
end)
if not ok then seen.failure = failure end
-- What Neovim has told the user, such as what a server complains of.
seen.messages = vim.fn.execute("messages")
vim.fn.writefile({ vim.json.encode(seen) }, vim.env.OUTPUT)
vim.cmd("qall!")
