//! Roles to colours, from `config/theme.toml`; 16 ANSI names only.

use std::collections::HashMap;

use ratatui::style::{Color, Modifier, Style};

use super::mistake::Mistake;
use super::toml_lines::entries;
use crate::model::Phrase;

const DEFAULT: &str = include_str!("../../config/theme.toml");

/// A style for each role.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    styles: HashMap<Role, Style>,
}

/// What a piece of the screen is, so that a theme can say how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text: always the terminal's own colours.
    Plain,
    Title,
    Border,
    /// The frame of the pane that has the focus.
    Focus,
    Selected,
    Error,
    Warning,
    Info,
    Passed,
    Added,
    Removed,
    Faint,
    /// A key in the footer and in the help.
    Key,
    /// The other cells that the finding speaks of.
    Related,
}

impl Role {
    /// Every role that a theme may name.
    pub const ALL: [Self; 13] = [
        Self::Title,
        Self::Border,
        Self::Focus,
        Self::Selected,
        Self::Error,
        Self::Warning,
        Self::Info,
        Self::Passed,
        Self::Added,
        Self::Removed,
        Self::Faint,
        Self::Key,
        Self::Related,
    ];

    /// The name in `theme.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Title => "title",
            Self::Border => "border",
            Self::Focus => "focus",
            Self::Selected => "selected",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Passed => "passed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Faint => "faint",
            Self::Key => "key",
            Self::Related => "related",
        }
    }
}

impl Theme {
    /// The defaults with a user's own `theme.toml` laid over them; `no_color` keeps bold, reversed and underlined only.
    ///
    /// # Errors
    /// Every mistake, each with its line.
    pub fn load(own: Option<&str>, colours: Colours) -> Result<Self, Vec<Mistake>> {
        let mut styles = HashMap::new();
        let mut mistakes = Vec::new();
        for text in [Some(DEFAULT), own].into_iter().flatten() {
            match entries(text) {
                Ok(lines) => {
                    for line in lines {
                        match role_and_style(&line.key, &line.value, colours) {
                            Ok((role, style)) => drop(styles.insert(role, style)),
                            Err(what) => mistakes.push(Mistake { line: line.line, what }),
                        }
                    }
                }
                Err(unreadable) => mistakes.extend(unreadable),
            }
        }
        if mistakes.is_empty() { Ok(Self { styles }) } else { Err(mistakes) }
    }

    /// How a role looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }
}

/// Whether colours may be used (`NO_COLOR`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    Sixteen,
    None,
}

fn role_and_style(key: &str, value: &str, colours: Colours) -> Result<(Role, Style), Phrase> {
    let Some(role) = Role::ALL.into_iter().find(|role| role.name() == key) else {
        let names: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
        return Err(Phrase::new(
            format!("没有 {key} 这一项；可用的有 {}", names.join("、")),
            format!("there is no role {key}; the roles are {}", names.join(", ")),
        ));
    };
    let mut style = Style::new();
    for word in value.split_whitespace() {
        style = match (modifier(word), colour(word), colours) {
            (Some(modifier), _, _) => style.add_modifier(modifier),
            (None, Some(colour), Colours::Sixteen) => style.fg(colour),
            (None, Some(_), Colours::None) => style,
            (None, None, _) => {
                return Err(Phrase::new(
                    format!("{word} 不是颜色；请用 16 种 ANSI 颜色的名称，或 bold、reversed、underlined、dim"),
                    format!("{word} is no colour; use one of the 16 ANSI names, bold, reversed, underlined, dim"),
                ));
            }
        };
    }
    Ok((role, style))
}

fn modifier(word: &str) -> Option<Modifier> {
    match word {
        "bold" => Some(Modifier::BOLD),
        "reversed" => Some(Modifier::REVERSED),
        "underlined" => Some(Modifier::UNDERLINED),
        "dim" => Some(Modifier::DIM),
        _ => None,
    }
}

fn colour(word: &str) -> Option<Color> {
    let colour = match word {
        "black" => Color::Black,
        "red" => Color::Red,
        "green" => Color::Green,
        "yellow" => Color::Yellow,
        "blue" => Color::Blue,
        "magenta" => Color::Magenta,
        "cyan" => Color::Cyan,
        "white" => Color::Gray,
        "bright-black" => Color::DarkGray,
        "bright-red" => Color::LightRed,
        "bright-green" => Color::LightGreen,
        "bright-yellow" => Color::LightYellow,
        "bright-blue" => Color::LightBlue,
        "bright-magenta" => Color::LightMagenta,
        "bright-cyan" => Color::LightCyan,
        "bright-white" => Color::White,
        _ => return None,
    };
    Some(colour)
}
