-- A terminal that is looked at: starts another Neovim in it, types, and writes what the screen shows as JSON to the file
-- that OUTPUT names. WALK says what to do, as JSON: see `Walk` in screens.ts.
local walk = vim.json.decode(vim.env.WALK, { luanil = { object = true } })

vim.o.columns, vim.o.lines = walk.columns, walk.rows
-- Nothing but the terminal is to be seen.
vim.o.laststatus, vim.o.cmdheight, vim.o.showtabline = 0, 0, 0

local function wait(what, fits)
  if not vim.wait(60000, fits, 20) then error("Nothing came of: " .. what) end
end

--- The rows of the screen: parts of a line that look the same, each with its text and how that looks.
local function screen()
  vim.cmd("redraw")
  local rows = {}
  for row = 0, walk.rows - 1 do
    local parts = {}
    for column = 0, walk.columns - 1 do
      local text, look = unpack(vim.api.nvim__inspect_cell(1, row, column))
      local last = parts[#parts]
      if last and vim.deep_equal(last.look, look) then
        last.text = last.text .. text
      else
        parts[#parts + 1] = { text = text, look = look }
      end
    end
    rows[#rows + 1] = parts
  end
  return rows
end

local function textOf(rows)
  local lines = vim.tbl_map(function(parts)
    return table.concat(vim.tbl_map(function(part) return part.text end, parts))
  end, rows)
  return table.concat(lines, "\n")
end

local function start()
  local socket = vim.fn.tempname()
  local command = { vim.v.progpath, "--listen", socket, "-n", "-i", "NONE", "-u", walk.settings }
  vim.list_extend(command, { "--cmd", "set termguicolors background=" .. walk.background, walk.file })
  local terminal = vim.fn.jobstart(command, { term = true, cwd = walk.root })
  local isThere, editor
  wait("the start", function()
    isThere, editor = pcall(vim.fn.sockconnect, "pipe", socket, { rpc = true })
    return isThere
  end)
  return terminal, editor
end

local function play()
  local terminal, editor = start()
  --- What an expression is in the editor; false while that waits for an answer itself.
  local function ask(lua)
    local isWaiting = vim.rpcrequest(editor, "nvim_get_mode").mode ~= "n"
    return not isWaiting and vim.rpcrequest(editor, "nvim_exec_lua", "return " .. lua, {})
  end
  local seen = {}
  for _, scene in ipairs(walk.scenes) do
    if scene.when then wait(scene.when, function() return ask(scene.when) end) end
    vim.api.nvim_chan_send(terminal, vim.keycode(scene.keys))
    if scene.shows then
      local rows
      wait(scene.shows, function()
        local before = rows
        rows = screen()
        return textOf(rows):find(scene.shows, 1, true) and vim.deep_equal(rows, before)
      end)
      local cursor = ask("{ row = vim.fn.screenrow() - 1, column = vim.fn.screencol() - 1 }")
      seen[#seen + 1] = { name = scene.name, rows = rows, cursor = cursor or nil }
    end
  end
  return seen
end

local ok, seen = pcall(play)
local result = ok and { screens = seen } or { failure = seen .. "\n" .. textOf(screen()) }
vim.fn.writefile({ vim.json.encode(result) }, vim.env.OUTPUT)
vim.cmd("qall!")
