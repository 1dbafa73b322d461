use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct GitopsLint;

impl zed::Extension for GitopsLint {
    fn new() -> Self {
        Self
    }

    /// Starts the `gitops-lint` on the PATH; none is looked for in the worktree, which may be anybody's.
    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let command = worktree.which("gitops-lint").ok_or(
            "gitops-lint is not on the PATH. Install it with 'npm install --global gitops-lint'.",
        )?;
        Ok(Command {
            command,
            args: vec!["lsp".into()],
            env: worktree.shell_env(),
        })
    }
}

zed::register_extension!(GitopsLint);
