//! Keys to actions, from `config/keys.toml`.

/// Which key does what, in each mode.
#[derive(Debug, Clone, Default)]
pub struct Keymap {}

impl Keymap {
    /// The defaults, with a user's own `keys.toml` text laid over them line by line.
    ///
    /// # Errors
    /// Every mistake, each with its line: unknown mode, key or action, two actions on one key.
    pub fn load(own: Option<&str>) -> Result<Self, Vec<String>> {
        let _ = own;
        Ok(Self::default())
    }
}
