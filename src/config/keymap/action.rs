//! What a key can do, and where.

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    Anywhere,
    Queue,
    Review,
    TextField,
    Help,
}

impl Mode {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 5] = [Self::Anywhere, Self::Queue, Self::Review, Self::TextField, Self::Help];

    /// The name of the table in `keys.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Queue => "queue",
            Self::Review => "review",
            Self::TextField => "text-field",
            Self::Help => "help",
        }
    }
}

macro_rules! actions {
    ($($variant:ident $name:literal)*) => {
        /// What a key can do. Its words are `action-NAME` and `action-NAME-doc` in the word files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($variant),* }

        impl Action {
            /// All of them.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// The name in `keys.toml`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The key of its short word, for the footer.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => concat!("action-", $name)),* }
            }

            /// The key of its sentence, for the help.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!("action-", $name, "-doc")),* }
            }
        }
    };
}

actions! {
    Help "help"
    Back "back"
    Quit "quit"
    Repaint "repaint"
    Suspend "suspend"
    Down "down"
    Up "up"
    Left "left"
    Right "right"
    PageDown "page-down"
    PageUp "page-up"
    First "first"
    Last "last"
    Open "open"
    Next "next"
    Previous "previous"
    Filter "filter"
    NextPane "next-pane"
    PreviousPane "previous-pane"
    Approve "approve"
    Reject "reject"
    Undo "undo"
    Waive "waive"
    Mark "mark"
    Proof "proof"
    Explain "explain"
    Compare "compare"
    Chain "chain"
    NextTable "next-table"
    Copy "copy"
    Submit "submit"
    DeleteBack "delete-back"
    Delete "delete"
    Clear "clear"
}
