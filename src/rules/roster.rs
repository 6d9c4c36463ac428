//! The bodies that must report, found by any of their names, and which of them stand below which.

use std::collections::HashMap;
use std::ops::Range;

use super::office::Member;
use crate::parse::agency_key;

/// Who must report.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    members: Vec<Member>,
    /// By the key (`parse::agency_key`) of every name and alias.
    places: HashMap<String, usize>,
    /// By the place of the parent, or by its key where the roster does not list it.
    below: HashMap<Parent, Vec<usize>>,
    /// The names as they may stand in a text, the longest first, by the two characters that they begin with.
    openings: HashMap<[char; 2], Vec<(String, usize)>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Parent {
    Listed(usize),
    Unlisted(String),
}

impl Roster {
    /// Of these bodies. Where two bear one name the first has it.
    #[must_use]
    pub fn new(members: Vec<Member>) -> Self {
        let mut roster = Self::default();
        for (place, member) in members.iter().enumerate() {
            for name in names(member) {
                roster.places.entry(agency_key(name)).or_insert(place);
            }
        }
        for (place, member) in members.iter().enumerate() {
            if let Some(parent) = &member.parent {
                roster.below.entry(roster.parent(parent)).or_default().push(place);
            }
        }
        for (place, member) in members.iter().enumerate() {
            for name in names(member) {
                roster.learn(&name.chars().filter(|c| !c.is_whitespace()).collect::<String>(), place);
                roster.learn(&agency_key(name), place);
            }
        }
        Self { members, ..roster }
    }

    fn parent(&self, name: &str) -> Parent {
        let key = agency_key(name);
        self.places.get(&key).map_or(Parent::Unlisted(key), |place| Parent::Listed(*place))
    }

    fn learn(&mut self, name: &str, place: usize) {
        let mut chars = name.chars();
        // Two characters alone are a word as well.
        if let (Some(first), Some(second), Some(_)) = (chars.next(), chars.next(), chars.next()) {
            let names = self.openings.entry([first, second]).or_default();
            let at = names.partition_point(|(known, _)| known.len() >= name.len());
            names.insert(at, (name.to_owned(), place));
        }
    }

    /// Where a text without white space names bodies: the place of each in the roster, and the range of its name. Of
    /// several names the one that begins first counts, and of those the longest.
    pub(super) fn mentions<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut end = 0;
        let second = text.chars().skip(1);
        text.char_indices().zip(second).filter_map(move |((at, first), second)| {
            let names = self.openings.get(&[first, second]).filter(|_| at >= end)?;
            let (name, place) = names.iter().find(|(name, _)| text[at..].starts_with(name.as_str()))?;
            end = at + name.len();
            Some((*place, at..end))
        })
    }

    /// Whether two names are those of one body.
    #[must_use]
    pub fn same(&self, one: &str, other: &str) -> bool {
        self.parent(one) == self.parent(other)
    }

    /// All bodies, in the order of the roster.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Whether it lists nobody: no roster was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Where a body stands in it, by any of its names.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(&agency_key(name)).copied()
    }

    /// The entry of a body, by any of its names.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.get(self.place(name)?)
    }

    /// The bodies right below one: their places and entries.
    pub fn below(&self, name: &str) -> impl Iterator<Item = (usize, &Member)> {
        self.below.get(&self.parent(name)).into_iter().flatten().map(|place| (*place, &self.members[*place]))
    }

    /// The keys under which reports of a body may be found: that of the name given first, then those of its other names.
    #[must_use]
    pub fn keys(&self, name: &str) -> Vec<String> {
        let mut keys = vec![agency_key(name)];
        for key in self.member(name).into_iter().flat_map(names).map(agency_key) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

fn names(member: &Member) -> impl Iterator<Item = &str> {
    std::iter::once(&member.name).chain(&member.aliases).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_found_by_any_name_and_knows_those_below_it() {
        let town = |name: &str, parent: &str| Member {
            name: name.to_owned(),
            parent: Some(parent.to_owned()),
            ..Member::default()
        };
        let county =
            Member {
                name: "青云县人民政府".to_owned(), aliases: vec!["青云县政府".to_owned()], ..Member::default()
            };
        let roster = Roster::new(vec![county, town("石桥镇人民政府", "青云县政府"), town("柳河镇", "松台县")]);
        let below = |name: &str| roster.below(name).map(|(_, member)| member.name.as_str()).collect::<Vec<_>>();
        assert_eq!(roster.member("青云县").unwrap().name, "青云县人民政府");
        assert_eq!(below("青云县"), ["石桥镇人民政府"]);
        assert_eq!(below("松台县人民政府"), ["柳河镇"]);
        assert!(below("石桥镇").is_empty());
        assert_eq!(roster.keys("青云县人民政府"), ["青云县", "青云县政府"]);
        assert_eq!(roster.keys("梅川乡"), ["梅川乡"]);
        let text = "青云县政府、石桥镇和柳河镇人民政府";
        let named: Vec<(usize, &str)> = roster.mentions(text).map(|(place, range)| (place, &text[range])).collect();
        assert_eq!(named, [(0, "青云县政府"), (1, "石桥镇"), (2, "柳河镇")]);
    }
}
