//! Roles to colours, from `config/theme.toml`; 16 ANSI names only.

/// A style for each role.
#[derive(Debug, Clone, Default)]
pub struct Theme {}

impl Theme {
    /// The defaults with a user's own `theme.toml` laid over them; `no_color` keeps bold, reversed and underlined only.
    ///
    /// # Errors
    /// Every mistake, each with its line.
    pub fn load(own: Option<&str>, colours: Colours) -> Result<Self, Vec<String>> {
        let _ = (own, colours);
        Ok(Self::default())
    }
}

/// Whether colours may be used (`NO_COLOR`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    Sixteen,
    None,
}
